/* SPDX-License-Identifier: GPL-2.0-only */
/* The interface Thread. */
#include "kernel.server.h"
#include "machine/heap.h"
#include "machine/thread.h"
#include "model/monitor.h"
#include "roots/thread_object.h"

/* The caller's monitor is opened only where it is going to sleep: who merely asks finds its
 * state as it was. */
status thread_object_join(struct thread_object *self, u32 timeout)
{
    u32 sleeps = timeout && self->thread->state != THREAD_DEAD && self->thread != current_thread;
    struct server *opened = sleeps ? monitor_open() : NULL;
    status result = thread_join(self->thread, timeout);
    monitor_close(opened);
    return result;
}

void thread_object_destroy(struct thread_object *self)
{
    if (self->thread)
        thread_release(self->thread);
    heap_free(self);
}
