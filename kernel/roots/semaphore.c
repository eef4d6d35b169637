/* SPDX-License-Identifier: GPL-2.0-only */
/* Counting semaphores. A signal that finds a waiter is handed to it, so nobody who comes
 * later can take it away. */
#include "kernel.server.h"
#include "machine/callbacks.h"
#include "machine/heap.h"
#include "machine/interrupts.h"
#include "machine/panic.h"
#include "model/monitor.h"
#include "roots/semaphore.h"

struct semaphore *semaphore_new(u32 initial)
{
    struct semaphore *self = caller_memory(sizeof *self);
    if (self)
        self->count = initial;
    return self;
}

status semaphore_wait(struct semaphore *self, u32 timeout)
{
    struct server *opened = timeout && !self->count ? monitor_open() : 0;
    status result = OK;
    u32 flags = interrupts_disable();
    if (self->count)
        self->count--;
    else
        result = timeout ? monitor_sleep(&self->waiters, timeout) : E_TIMEDOUT;
    interrupts_restore(flags);
    monitor_close(opened);
    return result;
}

void semaphore_signal(struct semaphore *self)
{
    u32 flags = interrupts_disable();
    if (!wait_queue_wake(&self->waiters) && self->count != 0xffffffff)
        self->count++;
    interrupts_restore(flags);
}

void semaphore_destroy(struct semaphore *self)
{
    ASSERT(wait_queue_is_empty(&self->waiters));
    heap_free(self);
}
