/* SPDX-License-Identifier: GPL-2.0-only */
/* Threads that are to be woken at a time: a heap, so that setting and cancelling a
 * timeout costs the logarithm of how many there are. All functions are called with
 * interrupts off. */
#ifndef KERNEL_MACHINE_TIMEOUT_H
#define KERNEL_MACHINE_TIMEOUT_H

#include "machine/thread.h"

/* Has thread_wake(thread, E_TIMEDOUT) called at thread->deadline. */
void timeout_set(struct thread *thread);

/* Cancels it, if it was set. */
void timeout_cancel(struct thread *thread);

/* Wakes all whose deadline is not after `now` (milliseconds since start). */
void timeout_expire(u64 now);

#endif
