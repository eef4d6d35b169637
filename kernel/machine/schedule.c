/* SPDX-License-Identifier: GPL-2.0-only */
/* Who runs. The ready thread of the highest priority does; equals take turns of
 * TIME_SLICE ticks. One that is preempted by a higher one keeps its turn. Everything
 * here runs with interrupts off. */
#include "machine/callbacks.h"
#include "machine/clock.h"
#include "machine/interrupts.h"
#include "machine/panic.h"
#include "machine/schedule.h"
#include "machine/space.h"
#include "machine/timeout.h"

struct ready_queue {
    struct thread *first, *last;
};

/* All ready threads but the one that runs; bit p of ready_bitmap: queue p has some. */
static struct ready_queue ready[THREAD_PRIORITIES];
static u32 ready_bitmap;

static struct thread *idle_thread;      /* runs when nothing else can; in no queue */

struct thread *current_thread;
struct frame *frame_top;
struct frame *frame_limit;
u32 reschedule_wanted;
void (*thread_switched)(struct thread *next);

void schedule_initialise(struct thread *idle)
{
    idle_thread = idle;
    current_thread = idle;
    idle->state = THREAD_RUNNING;
    frame_top = idle->frame_top;
    frame_limit = idle->frame_limit;
}

static void append(struct thread *thread)
{
    struct ready_queue *queue = &ready[thread->priority];
    thread->state = THREAD_READY;
    thread->next = 0;
    if (queue->first)
        queue->last->next = thread;
    else
        queue->first = thread;
    queue->last = thread;
    ready_bitmap |= 1u << thread->priority;
}

static void prepend(struct thread *thread)
{
    struct ready_queue *queue = &ready[thread->priority];
    thread->state = THREAD_READY;
    thread->next = queue->first;
    if (!queue->first)
        queue->last = thread;
    queue->first = thread;
    ready_bitmap |= 1u << thread->priority;
}

static void take(struct thread *thread)
{
    struct ready_queue *queue = &ready[thread->priority];
    struct thread *before = 0, *other = queue->first;
    for (; other != thread; other = other->next)
        before = other;
    if (before)
        before->next = thread->next;
    else
        queue->first = thread->next;
    if (queue->last == thread)
        queue->last = before;
    if (!queue->first)
        ready_bitmap &= ~(1u << thread->priority);
}

static struct thread *take_highest(void)
{
    if (!ready_bitmap)
        return idle_thread;
    u32 priority = 31 - (u32)__builtin_clz(ready_bitmap);
    struct thread *thread = ready[priority].first;
    ready[priority].first = thread->next;
    if (!thread->next)
        ready_bitmap &= ~(1u << priority);
    return thread;
}

void schedule(void)
{
    struct thread *previous = current_thread, *next = take_highest();
    reschedule_wanted = 0;
    next->state = THREAD_RUNNING;
    if (next == previous)
        return;
    previous->frame_top = frame_top;
    previous->frame_limit = frame_limit;
    previous->kernel_stack_top = kernel_stack_top;
    previous->directory = current_directory;
    frame_top = next->frame_top;
    frame_limit = next->frame_limit;
    kernel_stack_top = next->kernel_stack_top;
    space_load(next->directory);
    current_thread = next;
    if (thread_switched)
        thread_switched(next);
    thread_switch(&previous->stack_pointer, next->stack_pointer);
    thread_bury();
}

void schedule_ready(struct thread *thread)
{
    append(thread);
    if (current_thread == idle_thread || thread->priority > current_thread->priority)
        reschedule_wanted = 1;
}

void thread_set_priority(struct thread *thread, u32 priority)
{
    u32 ready = thread->state == THREAD_READY;
    if (ready)
        take(thread);
    thread->priority = priority;
    if (ready)
        append(thread);
    reschedule_wanted = 1;
}

void thread_preempt(void)
{
    struct thread *thread = current_thread;
    if (thread != idle_thread) {
        if (thread->slice) {
            prepend(thread);
        } else {
            thread->slice = TIME_SLICE;
            append(thread);
        }
    }
    schedule();
}

status thread_block(void)
{
    ASSERT(current_thread != idle_thread && !interrupts_enabled());
    current_thread->state = THREAD_WAITING;
    current_thread->waits++;
    schedule();
    return current_thread->wake_status;
}

void thread_wake(struct thread *thread, status result)
{
    if (thread->state != THREAD_WAITING)
        return;
    timeout_cancel(thread);
    if (thread->queue)
        wait_queue_remove(thread->queue, thread);
    thread->wake_status = result;
    thread->slice = TIME_SLICE;
    schedule_ready(thread);
}

void thread_tick(void)
{
    struct thread *thread = current_thread;
    timeout_expire(clock_milliseconds());
    if (thread == idle_thread)
        return;
    budget_tick();
    if (thread->slice && --thread->slice)
        return;
    if (ready_bitmap >> thread->priority)
        reschedule_wanted = 1;
    else
        thread->slice = TIME_SLICE;
}

void thread_idle(void)
{
    for (;;)
        __asm__ volatile("sti\n\thlt");
}
