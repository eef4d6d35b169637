/* SPDX-License-Identifier: GPL-2.0-only */
/* Sleeping and waking. (Linux: include/linux/sched.h)
 *
 * A task is one entry into the server: a call from outside, an interrupt, a run of one of
 * its own threads. It exists as long as the entry lasts; threads belong to others. */
#ifndef SLIPWAY_LINUX_SCHED_H
#define SLIPWAY_LINUX_SCHED_H

#include <asm/current.h>
#include <asm/processor.h>
#include <linux/preempt.h>
#include <linux/limits.h>
#include <linux/types.h>

#define TASK_RUNNING            0x0
#define TASK_INTERRUPTIBLE      0x1
#define TASK_UNINTERRUPTIBLE    0x2
#define TASK_NORMAL             (TASK_INTERRUPTIBLE | TASK_UNINTERRUPTIBLE)
#define TASK_COMM_LEN           16
#define MAX_SCHEDULE_TIMEOUT    LONG_MAX

struct worker;
struct slipway_semaphore;

struct task_struct {
    unsigned int __state;
    const char *comm;                           /* what was entered: "transmit", "interrupt" */
    struct task_struct *outer;                  /* the entry that this one re-entered */
    struct worker *worker;                      /* of the workqueue, or null */
    struct slipway_semaphore *semaphore;        /* it waits there, or null */
};

#define set_current_state(state)    do { current->__state = (state); barrier(); } while (0)
#define __set_current_state(state)  set_current_state(state)

/* Waits until somebody calls wake_up_process() on this task; the state says that it has
 * not happened yet. With something held: stops the server, since nobody could. */
void schedule(void);
/* The same for at most `timeout` jiffies. Returns those that are left. */
long schedule_timeout(long timeout);
long schedule_timeout_interruptible(long timeout);
long schedule_timeout_uninterruptible(long timeout);
/* Returns whether the task was not running. */
int wake_up_process(struct task_struct *task);

static inline bool need_resched(void)
{
    return false;
}

/* There are no signals. */
static inline int signal_pending(struct task_struct *task)
{
    return 0;
}

#endif
