/* SPDX-License-Identifier: GPL-2.0-only */
/* Timeouts: a binary heap of threads, the earliest deadline at index 1. A thread knows
 * its place, so cancelling needs no search. */
#include "machine/panic.h"
#include "machine/timeout.h"

/* heap[1..count]; heap[i]->deadline >= heap[i / 2]->deadline, and
 * heap[i]->timeout_index == i. */
static struct thread *heap[THREADS_MAX + 1];
static u32 count;

static void place(struct thread *thread, u32 index)
{
    heap[index] = thread;
    thread->timeout_index = index;
}

/* Finds the place of `thread` in the heap from `index`, which is free, towards the root. */
static void move_up(struct thread *thread, u32 index)
{
    for (; index > 1 && heap[index / 2]->deadline > thread->deadline; index /= 2)
        place(heap[index / 2], index);
    place(thread, index);
}

/* The same, towards the leaves. */
static void move_down(struct thread *thread, u32 index)
{
    u32 child;
    for (; (child = 2 * index) <= count; index = child) {
        if (child < count && heap[child + 1]->deadline < heap[child]->deadline)
            child++;
        if (heap[child]->deadline >= thread->deadline)
            break;
        place(heap[child], index);
    }
    place(thread, index);
}

void timeout_set(struct thread *thread)
{
    ASSERT(!thread->timeout_index && count < THREADS_MAX);
    move_up(thread, ++count);
}

void timeout_cancel(struct thread *thread)
{
    u32 index = thread->timeout_index;
    if (!index)
        return;
    thread->timeout_index = 0;
    struct thread *last = heap[count--];
    if (last == thread)
        return;
    if (index > 1 && heap[index / 2]->deadline > last->deadline)
        move_up(last, index);
    else
        move_down(last, index);
}

void timeout_expire(u64 now)
{
    while (count && heap[1]->deadline <= now)
        thread_wake(heap[1], E_TIMEDOUT);
}
