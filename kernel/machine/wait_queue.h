/* SPDX-License-Identifier: GPL-2.0-only */
/* Wait queues: threads that wait for something, the one to be woken first in front.
 * All functions are called with interrupts off, and return so. */
#ifndef KERNEL_MACHINE_WAIT_QUEUE_H
#define KERNEL_MACHINE_WAIT_QUEUE_H

#include "types.h"

struct thread;

/* Sorted by priority, highest first, then by time of arrival. All zero: empty. */
struct wait_queue {
    struct thread *first;
    struct thread *last;
};

/* Puts the current thread to sleep in `queue`. Returns OK when it was woken,
 * E_TIMEDOUT after `timeout` milliseconds (FOREVER: never; 0: at once, without
 * sleeping), or what thread_wake() was given. */
status wait_queue_sleep(struct wait_queue *queue, u32 timeout);

/* Wakes the first thread: the longest waiter of the highest priority. Returns it, or
 * null if none waited. It runs when interrupts come on, if its priority is higher. */
struct thread *wait_queue_wake(struct wait_queue *queue);

/* Wakes all of them. */
void wait_queue_wake_all(struct wait_queue *queue);

static inline u32 wait_queue_is_empty(const struct wait_queue *queue)
{
    return queue->first == 0;
}

/* Takes a thread out of the queue that it sleeps in; for thread.c. */
void wait_queue_remove(struct wait_queue *queue, struct thread *thread);

#endif
