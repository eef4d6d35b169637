// SPDX-License-Identifier: GPL-2.0-only
/* Threads of the server's own. They run at the usual priority: what is urgent runs on the
 * interrupt's thread. */
#include <linux/completion.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "activity.h"
#include "network.server.h"
#include "threads.h"

#define PRIORITY 4
#define STOP_TIMEOUT (5 * HZ)

static LIST_HEAD(running);
static bool stopping;
static DECLARE_WAIT_QUEUE_HEAD(all_gone);

int thread_start(struct runnable *thread, const char *name, void (*function)(struct runnable *thread))
{
    Runnable reference;
    Thread kernel_thread = NULL;
    status result = E_NOMEM;

    thread->function = function;
    thread->name = name;
    INIT_LIST_HEAD(&thread->entry);
    if (stopping || Threads_createSemaphore(threads, 0, &thread->wake) < 0) {
        kfree(thread);
        return -ENOMEM;
    }
    reference = runnable_create(thread);
    if (reference) {
        list_add_tail(&thread->entry, &running);
        result = Threads_create(threads, reference, PRIORITY, name, strlen(name), &kernel_thread);
        if (result < 0)
            list_del_init(&thread->entry);
        Runnable_release(reference);        /* frees it in runnable_destroy() if nothing started */
    } else {
        runnable_destroy(thread);
    }
    Thread_release(kernel_thread);
    if (result < 0)
        printk(KERN_ERR "cannot start the thread %s (status %d)\n", name, result);
    return result < 0 ? -ENOMEM : 0;
}

void runnable_run(struct runnable *thread)
{
    struct task_struct task;

    if (!activity_enter(&task, thread->name))
        return;
    thread->function(thread);
    list_del_init(&thread->entry);
    if (list_empty(&running))
        wake_up_all(&all_gone);
    activity_leave(&task);
}

void runnable_destroy(struct runnable *thread)
{
    Semaphore_release(thread->wake);
    kfree(thread);
}

void thread_wake(struct runnable *thread)
{
    Semaphore_signal(thread->wake);
}

void thread_wait(struct runnable *thread, unsigned int milliseconds)
{
    struct task_struct *self = current;

    if (stopping || !activity_may_sleep(__FILE__, __LINE__))
        return;
    current = NULL;
    Semaphore_wait(thread->wake, milliseconds);
    current = self;
}

bool thread_should_stop(void)
{
    return stopping;
}

void threads_stop(void)
{
    struct runnable *thread;

    stopping = true;
    list_for_each_entry(thread, &running, entry)
        thread_wake(thread);
    if (!wait_event_timeout(all_gone, list_empty(&running), STOP_TIMEOUT))
        list_for_each_entry(thread, &running, entry)
            printk(KERN_ERR "the thread %s does not end\n", thread->name);
    stopping = false;
}
