/* SPDX-License-Identifier: GPL-2.0-only */
/* Wait queues: doubly linked, sorted by priority, equals in the order of arrival. */
#include "machine/clock.h"
#include "machine/thread.h"
#include "machine/timeout.h"
#include "machine/wait_queue.h"

/* Looks for the place from behind: most threads have the usual priority. */
static void insert(struct wait_queue *queue, struct thread *thread)
{
    struct thread *before = queue->last;
    while (before && before->priority < thread->priority)
        before = before->previous;
    thread->previous = before;
    thread->next = before ? before->next : queue->first;
    if (before)
        before->next = thread;
    else
        queue->first = thread;
    if (thread->next)
        thread->next->previous = thread;
    else
        queue->last = thread;
    thread->queue = queue;
}

void wait_queue_remove(struct wait_queue *queue, struct thread *thread)
{
    if (thread->previous)
        thread->previous->next = thread->next;
    else
        queue->first = thread->next;
    if (thread->next)
        thread->next->previous = thread->previous;
    else
        queue->last = thread->previous;
    thread->queue = 0;
}

status wait_queue_sleep(struct wait_queue *queue, u32 timeout)
{
    if (!timeout)
        return E_TIMEDOUT;
    if (timeout != FOREVER) {
        current_thread->deadline = clock_milliseconds() + timeout + 1;  /* this one has begun */
        timeout_set(current_thread);
    }
    insert(queue, current_thread);
    return thread_block();
}

struct thread *wait_queue_wake(struct wait_queue *queue)
{
    struct thread *thread = queue->first;
    if (thread)
        thread_wake(thread, OK);
    return thread;
}

void wait_queue_wake_all(struct wait_queue *queue)
{
    while (queue->first)
        thread_wake(queue->first, OK);
}
