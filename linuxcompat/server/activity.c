// SPDX-License-Identifier: GPL-2.0-only
/* Activities: what is held, who is current, and that nothing is left behind. */
#include <linux/kernel.h>
#include <linux/spinlock.h>

#include "activity.h"
#include "network.server.h"

unsigned int slipway_preempt_count;
bool slipway_interrupts_masked;
spinlock_t *slipway_locks_held;
struct task_struct *slipway_current;
void (*activity_worker_waits)(struct worker *worker, bool waits);

static void report(const char *what, const char *file, int line)
{
    printk(KERN_ERR "BUG: %s at %s:%d (%s, preempt count %#x%s)\n", what, file, line,
           current ? current->comm : "outside", preempt_count(),
           irqs_disabled() ? ", interrupts masked" : "");
    for (spinlock_t *lock = slipway_locks_held; lock; lock = lock->outer)
        printk(KERN_ERR "  a lock taken at %s:%d is held\n", lock->file, lock->line);
}

bool activity_enter(struct task_struct *task, const char *name)
{
    if (unlikely(!preemptible())) {
        report("entered again while something is held", name, 0);
        return false;
    }
    task->__state = TASK_RUNNING;
    task->comm = name;
    task->outer = current;
    task->worker = NULL;
    task->semaphore = NULL;
    current = task;
    return true;
}

void activity_leave(struct task_struct *task)
{
    if (unlikely(!preemptible())) {
        report("left while something is held", task->comm, 0);
        while (slipway_locks_held) {
            slipway_locks_held->file = NULL;
            slipway_locks_held = slipway_locks_held->outer;
        }
        slipway_preempt_count = 0;
        slipway_interrupts_masked = false;
    }
    current = task->outer;
}

bool activity_may_sleep(const char *file, int line)
{
    if (likely(preemptible()))
        return true;
    report("sleeping while something is held", file, line);
    return false;
}

void slipway_might_sleep(const char *file, int line)
{
    activity_may_sleep(file, line);
}

void activity_sleep(unsigned int milliseconds)
{
    struct task_struct *self = current;

    if (self && self->worker)
        activity_worker_waits(self->worker, true);
    current = NULL;
    Threads_sleep(threads, milliseconds);
    current = self;
    if (self && self->worker)
        activity_worker_waits(self->worker, false);
}
