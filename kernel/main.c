/* SPDX-License-Identifier: GPL-2.0-only */
/* Start-up: the machine first, then the component model on the first thread. */
#include "clock.h"
#include "component/component.h"
#include "descriptors.h"
#include "log.h"
#include "machine.h"
#include "main.h"
#include "multiboot.h"
#include "pages.h"
#include "panic.h"
#include "pic.h"
#include "space.h"
#include "thread.h"

#define MAIN_PRIORITY 4

/* The first thread: it loads and starts the loader, then ends. */
static void main_thread(void *unused)
{
    (void)unused;
    if (component_start() < 0) {
        log_printf("kernel: the system did not start\n");
        machine_stop(STOP_FAILED);
    }
}

void kernel_main(u32 magic, u32 information)
{
    log_initialise();
    space_initialise();
    descriptors_initialise();
    multiboot_initialise(magic, information);
    pages_initialise();
    pic_initialise();
    clock_initialise();
    threads_initialise();
    log_printf("kernel: %u KiB free, %u boot modules\n", pages_free_count() * (PAGE_SIZE / 1024),
               module_count);
    struct thread *thread = thread_create(main_thread, 0, MAIN_PRIORITY, "main");
    if (!thread)
        panic("no memory for the first thread");
    thread_release(thread);
    thread_idle();
}
