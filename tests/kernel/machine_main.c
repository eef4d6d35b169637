/* SPDX-License-Identifier: GPL-2.0-only */
/* Boots the machine half without the component model: component_start() runs the tests,
 * or makes the fault that the first boot module is named after. */
#include <stddef.h>
#include <stdarg.h>

#include "bytes.h"
#include "format.h"
#include "machine/callbacks.h"
#include "machine/heap.h"
#include "machine/log.h"
#include "machine/machine.h"
#include "machine/multiboot.h"
#include "machine/pages.h"
#include "machine/panic.h"
#include "machine/thread.h"
#include "machine_tests.h"
#include "model/frame.h"
#include "model/monitor.h"

#define STOP_PASSED 16          /* QEMU exits with 33 */

static u32 checks, failures;
static u32 random_state = 1;
static u32 locks_opened, locks_closed;

void check(u32 condition, const char *format, ...)
{
    char text[200];
    va_list arguments;
    va_start(arguments, format);
    format_list(text, sizeof text, format, arguments, NULL);
    va_end(arguments);
    log_printf("%s %u - %s\n", condition ? "ok" : "not ok", ++checks, text);
    failures += !condition;
}

u32 time_is_exact(void)
{
    const void *address;
    u32 size;
    return module_find("exact", &address, &size) == OK;
}

u32 random_number(void)
{
    random_state = random_state * 1103515245 + 12345;
    return random_state >> 8;
}

/* Keeps the processor busy. While it idles QEMU lets virtual time follow the host's, which
 * may jump; while it works, each instruction takes the same time. */
static void spin(void *unused)
{
    (void)unused;
    for (;;)
        __asm__ volatile("");
}

status component_start(void)
{
    if (module_count && !time_is_exact()) {
        fault(modules[0].name);
        return E_NOENT;
    }
    if (time_is_exact())
        thread_release(thread_create(spin, 0, 0, "spin"));
    test_formatter();
    test_pages();
    test_heap();
    test_window();
    test_reserved();
    test_clock();
    test_threads();
    test_timeouts();
    test_semaphores();
    test_interrupt_lines();
    test_spaces();
    test_user_mode();
    test_kernel_faults();
    check(locks_opened > 0 && locks_opened == locks_closed,
          "each monitor opened for a wait was closed again");
    log_printf("1..%u\n", checks);
    machine_stop(failures ? STOP_FAILED : STOP_PASSED);
}

/* The component model's part, as far as the machine half calls it. A frame stack is the
 * address of its page here, and no server has a lock. */
void frame_stack_initialise(struct thread *thread)
{
    thread->frame_top = thread->frame_page;
    thread->frame_limit = (struct frame *)((char *)thread->frame_page + PAGE_SIZE);
}

void *caller_pages(u32 count)
{
    return pages_allocate(count);
}

void *caller_memory(u32 size)
{
    return heap_allocate(size);
}

struct frame *expected_frame_top(void)
{
    return current_thread->frame_page;
}

u32 entry_restart(u32 eip)
{
    return pretended_restart(eip);
}

struct server *monitor_open(void)
{
    ASSERT(interrupts_enabled());
    locks_opened++;
    return (struct server *)current_thread;
}

void monitor_close(struct server *server)
{
    ASSERT(interrupts_enabled());
    ASSERT(!server || server == (struct server *)current_thread);
    locks_closed += server != 0;
}

status monitor_sleep(struct wait_queue *queue, u32 timeout)
{
    ASSERT(!interrupts_enabled());
    return wait_queue_sleep(queue, timeout);
}

const char *server_name_at(u32 address, u32 *offset)
{
    return in_pretended_server(address, offset) ? "pretended" : 0;
}
