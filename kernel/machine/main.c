/* SPDX-License-Identifier: GPL-2.0-only */
/* Start-up: the machine first, then the component model on the first thread. */
#include "machine/callbacks.h"
#include "machine/clock.h"
#include "machine/descriptors.h"
#include "machine/log.h"
#include "machine/machine.h"
#include "machine/main.h"
#include "machine/multiboot.h"
#include "machine/pages.h"
#include "machine/panic.h"
#include "machine/pic.h"
#include "machine/space.h"
#include "machine/thread.h"

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
