// SPDX-License-Identifier: GPL-2.0-only
/* Sleeping and waking. (Linux: kernel/sched/core.c, kernel/time/timer.c)
 *
 * A sleeping task waits on a semaphore. Making one is a call to the kernel, so that they
 * are kept for the next sleeper: there are as many as ever slept at once.
 */
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/slab.h>

#include "../server/activity.h"
#include "network.server.h"

struct slipway_semaphore {
    struct slipway_semaphore *next;
    Semaphore reference;
    bool signalled;             /* and the sleeper has not taken it yet */
};

static struct slipway_semaphore *unused;

static struct slipway_semaphore *take_semaphore(void)
{
    struct slipway_semaphore *semaphore = unused;

    if (semaphore) {
        unused = semaphore->next;
        return semaphore;
    }
    semaphore = kzalloc(sizeof *semaphore, GFP_KERNEL);
    if (semaphore && Threads_createSemaphore(threads, 0, &semaphore->reference) < 0) {
        kfree(semaphore);
        return NULL;
    }
    return semaphore;
}

/* Waits for wake_up_process() at most `milliseconds`. */
static void wait_for_wake(struct task_struct *self, u32 milliseconds)
{
    struct slipway_semaphore *semaphore = take_semaphore();
    status result;

    if (!semaphore) {               /* without one, look again every millisecond */
        activity_sleep(1);
        return;
    }
    self->semaphore = semaphore;
    if (self->worker)
        activity_worker_waits(self->worker, true);
    current = NULL;
    result = Semaphore_wait(semaphore->reference, milliseconds);
    current = self;
    if (self->worker)
        activity_worker_waits(self->worker, false);
    self->semaphore = NULL;
    semaphore->signalled = false;       /* a signal that came too late wakes the next sleeper once more */
    semaphore->next = unused;
    unused = semaphore;
    if (result < 0 && result != E_TIMEDOUT) {
        printk(KERN_ERR "%s: cannot wait (status %d)\n", self->comm, result);
        udelay(1000);
    }
}

long schedule_timeout(long timeout)
{
    struct task_struct *self = current;
    bool forever = timeout == MAX_SCHEDULE_TIMEOUT;
    unsigned long end = jiffies + timeout;
    long left = timeout;

    if (!activity_may_sleep(__FILE__, __LINE__)) {
        if (forever)
            slipway_bug(__FILE__, __LINE__, "a sleep that nobody can end");
        for (; left > 0; left--)
            udelay(1000);
    }
    while (self->__state != TASK_RUNNING && left > 0) {
        wait_for_wake(self, forever ? FOREVER : (u32)left);
        if (!forever)
            left = (long)(end - jiffies);
    }
    set_current_state(TASK_RUNNING);
    return max(left, 0l);
}

long schedule_timeout_interruptible(long timeout)
{
    set_current_state(TASK_INTERRUPTIBLE);
    return schedule_timeout(timeout);
}

long schedule_timeout_uninterruptible(long timeout)
{
    set_current_state(TASK_UNINTERRUPTIBLE);
    return schedule_timeout(timeout);
}

void schedule(void)
{
    if (current->__state == TASK_RUNNING)
        cond_resched();
    else
        schedule_timeout(MAX_SCHEDULE_TIMEOUT);
}

int wake_up_process(struct task_struct *task)
{
    struct slipway_semaphore *semaphore = task->semaphore;

    if (task->__state == TASK_RUNNING)
        return 0;
    task->__state = TASK_RUNNING;
    if (semaphore && !semaphore->signalled) {
        semaphore->signalled = true;
        Semaphore_signal(semaphore->reference);
    }
    return 1;
}

void cond_resched(void)
{
    if (preemptible() && current)
        activity_sleep(0);
}

void slipway_msleep(unsigned int milliseconds, const char *file, int line)
{
    if (activity_may_sleep(file, line))
        activity_sleep(milliseconds);
    else
        mdelay(milliseconds);
}
