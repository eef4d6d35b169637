/* SPDX-License-Identifier: GPL-2.0-only */
/* The root Threads, and the objects that it makes: threads that run a Runnable, and
 * semaphores. */
#include "component/lock.h"
#include "heap.h"
#include "kernel.server.h"
#include "semaphore.h"
#include "string.h"
#include "thread.h"

/* What a reference to the interface Thread denotes. Releasing it does not stop the
 * thread, whose structure lives until both are gone. */
struct thread_object {
    struct thread *thread;      /* held; null while it is being made */
};

/* The function of each thread that a server asked for. The reference is the kernel's own. */
static void run(void *argument)
{
    Runnable runnable = argument;
    Runnable_run(runnable);
    Runnable_release(runnable);
}

static struct thread *create_thread(Runnable runnable, u32 priority, const char *name)
{
    Runnable own = Runnable_duplicate(runnable);
    if (!own)
        return NULL;
    struct thread *thread = thread_create(run, (void *)own, priority, name);
    if (!thread)
        Runnable_release(own);
    return thread;
}

status threads_create(struct threads *self, Runnable runnable, u32 priority, const void *name, u32 length,
                      Thread *reference)
{
    char text[THREAD_NAME_MAX + 1];
    (void)self;
    if (!runnable || priority >= THREAD_PRIORITIES || length > THREAD_NAME_MAX)
        return E_INVAL;
    memcpy(text, name, length);
    text[length] = 0;
    struct thread_object *object = heap_allocate(sizeof *object);
    if (!object)
        return E_NOMEM;
    Thread created = thread_object_create(object);
    if (!created) {
        heap_free(object);
        return E_NOMEM;
    }
    /* From here on releasing the reference destroys the object. */
    object->thread = create_thread(runnable, priority, text);
    if (!object->thread) {
        Thread_release(created);
        return E_NOMEM;
    }
    *reference = created;
    return OK;
}

status threads_createSemaphore(struct threads *self, u32 initial, Semaphore *reference)
{
    (void)self;
    struct semaphore *semaphore = semaphore_new(initial);
    if (!semaphore)
        return E_NOMEM;
    *reference = semaphore_create(semaphore);
    if (*reference)
        return OK;
    semaphore_destroy(semaphore);
    return E_NOMEM;
}

void threads_sleep(struct threads *self, u32 milliseconds)
{
    (void)self;
    u32 flags = interrupts_disable();
    struct server *opened = lock_open();
    thread_sleep(milliseconds);
    interrupts_restore(flags);
    lock_close(opened);
}

/* The caller's monitor is opened only where it is going to sleep: who merely asks finds its
 * state as it was. */
status thread_object_join(struct thread_object *self, u32 timeout)
{
    u32 flags = interrupts_disable();
    u32 sleeps = timeout && self->thread->state != THREAD_DEAD && self->thread != current_thread;
    struct server *opened = sleeps ? lock_open() : NULL;
    status result = thread_join(self->thread, timeout);
    interrupts_restore(flags);
    lock_close(opened);
    return result;
}

void thread_object_destroy(struct thread_object *self)
{
    if (self->thread)
        thread_release(self->thread);
    heap_free(self);
}
