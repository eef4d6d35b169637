/* SPDX-License-Identifier: GPL-2.0-only */
/* Threads: how they begin, end, and are waited for. */
#include <stddef.h>

#include "bytes.h"
#include "machine/callbacks.h"
#include "machine/heap.h"
#include "machine/interrupts.h"
#include "machine/machine.h"
#include "machine/pages.h"
#include "machine/panic.h"
#include "machine/schedule.h"
#include "machine/space.h"
#include "machine/timeout.h"
#include "machine/window.h"

#define STACK_PAGES (THREAD_STACK_SIZE / PAGE_SIZE)

/* Changed with interrupts off. */
struct thread *all_threads;
static u32 thread_count;                /* alive; at most THREADS_MAX */
static struct thread *dead_thread;      /* has just ended; its stack is free after the switch */

static struct thread idle_thread = { .name = "idle" };
static char idle_frame_page[PAGE_SIZE] __attribute__((aligned(4096)));

void threads_initialise(void)
{
    ASSERT((u32)&kernel_stack_top == TSS_ESP0);
    idle_thread.frame_page = idle_frame_page;
    frame_stack_initialise(&idle_thread);
    schedule_initialise(&idle_thread);
}

/* Unmaps and frees a stack. */
static void stack_free(void *stack)
{
    void *pages = direct_map(physical_address(stack));
    window_unmap(stack);
    pages_free(pages, STACK_PAGES);
}

/* A stack with a guard page below; null if memory is short. */
static void *stack_allocate(void)
{
    void *pages = caller_pages(STACK_PAGES);
    if (!pages)
        return NULL;
    void *stack = window_map(physical_address(pages), STACK_PAGES);
    if (!stack)
        pages_free(pages, STACK_PAGES);
    return stack;
}

/* Takes a thread out of all_threads. */
static void forget_thread(struct thread *thread)
{
    struct thread **link = &all_threads;
    while (*link != thread)
        link = &(*link)->next_of_all;
    *link = thread->next_of_all;
}

void thread_bury(void)
{
    struct thread *thread = dead_thread;
    if (!thread)
        return;
    dead_thread = NULL;
    thread_count--;
    forget_thread(thread);
    stack_free(thread->stack);
    thread->stack = NULL;
    pages_free(thread->frame_page, 1);
    thread_release(thread);
}

/* Where a new thread begins: schedule() switched to it, with interrupts off. */
static void thread_start(void)
{
    thread_bury();
    interrupts_restore(EFLAGS_IF);
    current_thread->function(current_thread->argument);
    thread_exit();
}

/* Makes the stack look as thread_switch() leaves one: four registers, and where to go;
 * then a null as the return address of thread_start(), which never returns. */
static void stack_prepare(struct thread *thread)
{
    u32 *top = (u32 *)((char *)thread->stack + THREAD_STACK_SIZE);
    *--top = 0;
    *--top = (u32)thread_start;
    thread->stack_pointer = (u32)(top - 4);
    thread->kernel_stack_top = thread->stack_pointer;
}

static void copy_name(char *to, const char *from)
{
    u32 i = 0;
    for (; i < THREAD_NAME_MAX && from[i]; i++)
        to[i] = from[i];
    to[i] = 0;
}

/* Counts one more thread, if there may be. */
static u32 count_thread(void)
{
    u32 flags = interrupts_disable();
    u32 allowed = thread_count < THREADS_MAX;
    thread_count += allowed;
    interrupts_restore(flags);
    return allowed;
}

static void uncount_thread(void)
{
    u32 flags = interrupts_disable();
    thread_count--;
    interrupts_restore(flags);
}

struct thread *thread_create(void (*function)(void *), void *argument, u32 priority, const char *name)
{
    struct thread *thread;
    if (priority >= THREAD_PRIORITIES || !count_thread())
        return NULL;
    thread = caller_memory(sizeof *thread);
    if (!thread)
        goto no_thread;
    thread->frame_page = caller_pages(1);
    if (!thread->frame_page)
        goto no_frame_page;
    thread->stack = stack_allocate();
    if (!thread->stack)
        goto no_stack;

    thread->function = function;
    thread->argument = argument;
    thread->priority = priority;
    thread->slice = TIME_SLICE;
    thread->holders = 2;                /* the caller, and the thread itself */
    copy_name(thread->name, name);
    frame_stack_initialise(thread);
    stack_prepare(thread);
    u32 flags = interrupts_disable();
    thread->directory = kernel_directory;
    thread->next_of_all = all_threads;
    all_threads = thread;
    schedule_ready(thread);
    interrupts_restore(flags);
    return thread;

no_stack:
    pages_free(thread->frame_page, 1);
no_frame_page:
    heap_free(thread);
no_thread:
    uncount_thread();
    return NULL;
}

void thread_release(struct thread *thread)
{
    u32 flags = interrupts_disable();
    ASSERT(thread->holders);
    if (!--thread->holders)
        heap_free(thread);
    interrupts_restore(flags);
}

void thread_exit(void)
{
    interrupts_disable();
    ASSERT(!dead_thread);
    current_thread->state = THREAD_DEAD;
    wait_queue_wake_all(&current_thread->joiners);
    dead_thread = current_thread;
    schedule();
    panic("a thread that ended was run again");
}

status thread_join(struct thread *thread, u32 timeout)
{
    status result = OK;
    if (thread == current_thread)
        return E_DEADLOCK;
    u32 flags = interrupts_disable();
    if (thread->state != THREAD_DEAD)
        result = monitor_sleep(&thread->joiners, timeout);
    interrupts_restore(flags);
    return result;
}

void thread_sleep(u32 milliseconds)
{
    u32 flags = interrupts_disable();
    if (milliseconds) {
        struct wait_queue nobody_wakes = { 0, 0 };
        monitor_sleep(&nobody_wakes, milliseconds);
    } else {
        current_thread->slice = 0;
        thread_preempt();
    }
    interrupts_restore(flags);
}

u32 thread_stack_overflowed(u32 address)
{
    return current_thread && current_thread->stack
        && address < (u32)current_thread->stack && address >= (u32)current_thread->stack - PAGE_SIZE;
}
