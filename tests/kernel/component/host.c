/* SPDX-License-Identifier: GPL-2.0-only */
/* The machine half, played by a process: memory, threads that take turns by hand, log. */
#include "host.h"
#include "machine/callbacks.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "calls/component_direct.h"
#include "calls/stub.h"
#include "interrupts.h"
#include "machine/heap.h"
#include "machine/log.h"
#include "machine/pages.h"
#include "machine/panic.h"
#include "machine/wait_queue.h"
#include "model/error.h"
#include "model/frame_page.h"

enum { FIRST_PAGE = 0x50000000, LAST_PAGE = 0xa0000000 };

u32 host_interrupts = EFLAGS_IF;
u32 host_pages, host_blocks;
i32 host_allocations_left = -1;
void (*host_sleep)(void);
void (*host_panic)(const char *text);
char host_log[512];
const char *host_servers = "build/tests/component";

struct thread *current_thread, *all_threads;
struct frame *frame_top, *frame_limit;

extern const u8 kernel_signature[];

static void __attribute__((noreturn)) give_up(const char *what, const char *why)
{
    printf("Bail out! %s: %s\n", what, why);
    exit(1);
}

static int may_allocate(void)
{
    return host_allocations_left < 0 || host_allocations_left-- > 0;
}

/* Executable, as all of the kernel's memory is. The addresses are apart from those of the host's own
 * code and data, as the kernel's are, so that code_contains() is right about them. */
void *pages_allocate(u32 count)
{
    static u32 next = FIRST_PAGE;
    void *pages;

    if (!count || !may_allocate())
        return NULL;
    if (next >= LAST_PAGE)
        next = FIRST_PAGE;
    pages = mmap((void *)next, count * PAGE_SIZE, PROT_READ | PROT_WRITE | PROT_EXEC,
                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED)
        return NULL;
    next = (u32)pages + count * PAGE_SIZE;
    host_pages += count;
    return pages;
}

void *pages_allocate_spare(u32 count)
{
    return pages_allocate(count);
}

status pages_free(void *pages, u32 count)
{
    host_pages -= count;
    return munmap(pages, count * PAGE_SIZE) ? E_INVAL : OK;
}

void (*host_on_allocation)(void);

void *heap_allocate_spare(u32 size)
{
    return heap_allocate(size);
}

void *heap_allocate(u32 size)
{
    void (*run)(void) = host_on_allocation;

    host_on_allocation = NULL;
    if (run)
        run();
    if (!size || !may_allocate())
        return NULL;
    host_blocks++;
    return calloc(1, size);
}

void heap_free(void *object)
{
    host_blocks -= object != NULL;
    free(object);
}

void panic(const char *format, ...)
{
    char text[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (host_panic)
        host_panic(text);
    give_up("panic", text);
}

void log_printf(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(host_log, sizeof host_log, format, arguments);
    printf("# %s", host_log);
    va_end(arguments);
}

/* Waiting threads stand in line by hand: the highest priority first. */
status wait_queue_sleep(struct wait_queue *queue, u32 timeout)
{
    struct thread *sleeper = current_thread, **place = &queue->first;

    (void)timeout;
    if (!host_sleep)
        give_up("wait_queue_sleep", "nobody may sleep in this test");
    while (*place && (*place)->priority >= sleeper->priority)
        place = &(*place)->next;
    sleeper->next = *place;
    *place = sleeper;
    sleeper->state = THREAD_WAITING;
    sleeper->queue = queue;
    host_interrupts = EFLAGS_IF;
    host_sleep();
    host_switch(sleeper);
    if (sleeper->state == THREAD_WAITING)
        give_up("wait_queue_sleep", "nobody woke the thread");
    host_interrupts = 0;
    return sleeper->wake_status;
}

struct thread *wait_queue_wake(struct wait_queue *queue)
{
    struct thread *thread = queue->first;

    if (thread) {
        queue->first = thread->next;
        thread->state = THREAD_READY;
        thread->wake_status = OK;
    }
    return thread;
}

void thread_wake(struct thread *thread, status result)
{
    struct thread **link;

    if (thread->state != THREAD_WAITING)
        return;
    link = &thread->queue->first;
    while (*link != thread)
        link = &(*link)->next;
    *link = thread->next;
    thread->state = THREAD_READY;
    thread->wake_status = result;
}

void thread_set_priority(struct thread *thread, u32 priority)
{
    thread->priority = priority;
}

/* The test plays the threads that the kernel makes. */
struct thread *thread_create(void (*function)(void *), void *argument, u32 priority, const char *name)
{
    static struct thread thread;

    (void)function, (void)argument, (void)priority, (void)name;
    return may_allocate() ? &thread : NULL;
}

void thread_release(struct thread *thread)
{
    (void)thread;
}

struct thread *host_thread(u32 priority)
{
    struct thread *thread = calloc(1, sizeof *thread);

    if (!thread || posix_memalign(&thread->frame_page, PAGE_SIZE, PAGE_SIZE))
        give_up("host_thread", "no memory");
    thread->priority = priority;
    thread->next_of_all = all_threads;
    all_threads = thread;
    frame_stack_initialise(thread);
    return thread;
}

void host_switch(struct thread *thread)
{
    if (current_thread) {
        current_thread->frame_top = frame_top;
        current_thread->frame_limit = frame_limit;
    }
    current_thread = thread;
    frame_top = thread->frame_top;
    frame_limit = thread->frame_limit;
}

void host_start(void)
{
    /* Looked at by the signature's own size, which is its second word. */
    u32 size = ((const u32 *)kernel_signature)[1];

    host_switch(host_thread(4));
    if (stubs_initialise() < 0)
        give_up("host_start", "no memory");
    references_initialise();
    if (server_make_kernel(kernel_signature, size, component_direct) < 0
        || server_run(&kernel_server) < 0)
        give_up("host_start", error_text());
}

u8 *host_read(const char *path, u32 *size, u32 *pages)
{
    FILE *file = fopen(path, "rb");
    u8 *bytes;

    if (!file || fseek(file, 0, SEEK_END))
        give_up(path, "cannot be read");
    *size = (u32)ftell(file);
    *pages = *size / PAGE_SIZE + 1;
    bytes = pages_allocate(*pages);
    rewind(file);
    if (!bytes || fread(bytes, 1, *size, file) != *size)
        give_up(path, "cannot be read");
    fclose(file);
    return bytes;
}

struct server *host_load(const char *name)
{
    char path[256];
    struct server *server;
    u32 size, pages;
    u8 *file;

    snprintf(path, sizeof path, "%s/%s.server", host_servers, name);
    file = host_read(path, &size, &pages);
    if (server_load(file, size, name, &kernel_domain, 0, &server) < 0)
        give_up(name, error_text());
    pages_free(file, pages);
    return server;
}

void host_run(struct server *server)
{
    if (server_run(server) < 0)
        give_up(server->name, error_text());
}

void *host_root(const struct server *server, const char *interface)
{
    struct object *object = server_root(server, interface);
    u32 flags = interrupts_disable();
    struct slot *slot = object ? reference_create(object, &kernel_server) : NULL;

    interrupts_restore(flags);
    if (!slot)
        give_up(server->name, "has no such root");
    return slot;
}

void host_pair(const char *name, const char *interface, struct server *servers[2], void *roots[2])
{
    for (u32 i = 0; i < 2; i++)
        servers[i] = host_load(name);
    for (u32 i = 0; i < 2; i++) {
        host_run(servers[i]);
        roots[i] = host_root(servers[i], interface);
    }
}
