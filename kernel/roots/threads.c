/* SPDX-License-Identifier: GPL-2.0-only */
/* The root Threads, which makes threads that run a Runnable, and semaphores. */
#include <stddef.h>

#include "bytes.h"
#include "kernel.server.h"
#include "machine/callbacks.h"
#include "machine/heap.h"
#include "machine/machine.h"
#include "machine/thread.h"
#include "model/frame.h"
#include "model/monitor.h"
#include "model/server.h"
#include "roots/semaphore.h"
#include "roots/thread_object.h"

/* What a thread that a server asked for is to do. */
struct task {
    Runnable runnable;          /* the kernel's own reference */
    struct domain *domain;      /* of the server, in which the thread counts */
};

static void task_free(struct task *task)
{
    Runnable_release(task->runnable);
    domain_uncount_thread(task->domain);
    heap_free(task);
}

/* Null if memory is short. */
static struct task *task_new(Runnable runnable, struct domain *domain)
{
    struct task *task = caller_memory(sizeof *task);
    if (task) {
        task->domain = domain;
        task->runnable = Runnable_duplicate(runnable);
    }
    return task;
}

/* The function of each such thread. If its server dies, the call returns. */
static void run(void *argument)
{
    struct task *task = argument;
    Runnable_run(task->runnable);
    task_free(task);
}

static status create_thread(Runnable runnable, u32 priority, const char *name, struct thread **thread)
{
    struct domain *domain = frame_caller(frame_top)->server->domain;
    status result = domain_count_thread(domain);
    if (result < 0)
        return result;
    struct task *task = task_new(runnable, domain);
    if (!task) {
        domain_uncount_thread(domain);
        return E_NOMEM;
    }
    *thread = task->runnable ? thread_create(run, task, priority, name) : NULL;
    if (*thread)
        return OK;
    task_free(task);
    return E_NOMEM;
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
    struct thread_object *object = caller_memory(sizeof *object);
    if (!object)
        return E_NOMEM;
    Thread created = thread_object_create(object);
    if (!created) {
        heap_free(object);
        return E_NOMEM;
    }
    /* From here on releasing the reference destroys the object. */
    status result = create_thread(runnable, priority, text, &object->thread);
    if (result < 0)
        Thread_release(created);
    else
        *reference = created;
    return result;
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
    struct server *opened = monitor_open();
    thread_sleep(milliseconds);
    monitor_close(opened);
}
