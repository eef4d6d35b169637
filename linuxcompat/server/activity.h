/* SPDX-License-Identifier: GPL-2.0-only */
/* Entering the server and leaving it, which is what Linux calls a task.
 *
 * The kernel lets one thread in at a time, and another only while that one waits. Each way
 * in (a function of NetworkDevice, an interrupt, a thread of the server's own) is an activity
 * with a task_struct on its stack; whoever waits takes `current` along and puts it back.
 */
#ifndef SLIPWAY_ACTIVITY_H
#define SLIPWAY_ACTIVITY_H

#include <linux/sched.h>

/* Begins the activity `name`. False, and a report: code of this thread that is further out
 * called here while it held something; then nothing was begun. */
bool activity_enter(struct task_struct *task, const char *name);

/* Ends it. What it still holds is reported and released by force, since nobody else can. */
void activity_leave(struct task_struct *task);

/* Whether the activity may sleep here; if not, it is reported. */
bool activity_may_sleep(const char *file, int line);

/* Opens the server for `milliseconds` (0: for who is ready), whatever happens meanwhile. */
void activity_sleep(unsigned int milliseconds);

/* Called when the activity of a worker begins (true) and ends (false) to wait; the workqueue
 * sets it. */
extern void (*activity_worker_waits)(struct worker *worker, bool waits);

#endif
