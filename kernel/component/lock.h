/* SPDX-License-Identifier: GPL-2.0-only */
/* The monitor of a serialised server (rule M7): one thread inside, which may re-enter.
 *
 * The entry code takes and leaves it; lock.c has the slow paths. A call that would
 * close a cycle of waiting threads and monitors fails with E_DEADLOCK.
 */
#ifndef KERNEL_COMPONENT_LOCK_H
#define KERNEL_COMPONENT_LOCK_H

#include "types.h"

struct server;
struct wait_queue;

/* For kernel functions that let their caller sleep (Semaphore.wait, Threads.sleep):
 * opens the monitor of the server that called this kernel function, if the running
 * thread holds it, so that others may enter meanwhile. Returns what lock_close() needs:
 * null if there was nothing to open. To be called before the thread sleeps, and never twice
 * without a lock_close(). Like whoever leaves the monitor it does what waits for that, so it may
 * call the server and sleep: interrupts are on, and what the thread is going to sleep for is
 * looked at afterwards. */
struct server *lock_open(void);

/* Sleeps as wait_queue_sleep() does, on behalf of the server that called this kernel function:
 * E_GONE if its domain has ended, or ends meanwhile. With interrupts off. */
status lock_sleep(struct wait_queue *queue, u32 timeout);

/* Waits until the monitor is free and takes it again, as deep as it was; not if the server's domain, a
 * user one, has ended or ends meanwhile: nobody runs inside any more. Null is allowed and does
 * nothing. May sleep. */
void lock_close(struct server *server);

#endif
