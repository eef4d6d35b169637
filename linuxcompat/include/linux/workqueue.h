/* SPDX-License-Identifier: GPL-2.0-only */
/* Work: functions that run on threads of the server, and may sleep.
 * (Linux: include/linux/workqueue.h) */
#ifndef SLIPWAY_LINUX_WORKQUEUE_H
#define SLIPWAY_LINUX_WORKQUEUE_H

#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/list.h>
#include <linux/timer.h>

struct workqueue_struct;
struct work_struct;
typedef void (*work_func_t)(struct work_struct *work);

struct work_struct {
    struct list_head entry;             /* in its queue; empty: not pending */
    work_func_t func;
    struct workqueue_struct *queue;     /* where it was queued last */
    unsigned int cancelling;            /* how many wait in cancel_work_sync(): it cannot be queued */
};

struct delayed_work {
    struct work_struct work;
    struct timer_list timer;
    struct workqueue_struct *queue;     /* where it goes when the timer expires */
};

/* Two queues of Linux's; both are served by the same threads. */
extern struct workqueue_struct *const system_wq;
extern struct workqueue_struct *const system_long_wq;

#define WQ_UNBOUND          0x02
#define WQ_FREEZABLE        0x04
#define WQ_MEM_RECLAIM      0x08
#define WQ_HIGHPRI          0x10

/* A queue of which at most `active` items run at once (0: the usual 256). */
struct workqueue_struct *alloc_workqueue(const char *format, unsigned int flags, int active, ...)
    __attribute__((format(printf, 1, 4)));
#define alloc_ordered_workqueue(format, flags, arguments...) \
    alloc_workqueue(format, flags, 1, ##arguments)
#define create_singlethread_workqueue(name) alloc_workqueue("%s", WQ_MEM_RECLAIM, 1, name)
#define create_workqueue(name)              alloc_workqueue("%s", WQ_MEM_RECLAIM, 1, name)
/* Waits for what is on it, and frees it. */
void destroy_workqueue(struct workqueue_struct *queue);
void flush_workqueue(struct workqueue_struct *queue);
#define flush_scheduled_work()  flush_workqueue(system_wq)

#define __WORK_INITIALIZER(name, function) { .entry = LIST_HEAD_INIT((name).entry), .func = (function) }
#define DECLARE_WORK(name, function) struct work_struct name = __WORK_INITIALIZER(name, function)
#define INIT_WORK(work, function) slipway_init_work(work, function)
#define INIT_DELAYED_WORK(work, function) slipway_init_delayed_work(work, function)
#define INIT_DEFERRABLE_WORK(work, function) slipway_init_delayed_work(work, function)

void slipway_delayed_work_expired(struct timer_list *timer);

static inline void slipway_init_work(struct work_struct *work, work_func_t function)
{
    INIT_LIST_HEAD(&work->entry);
    work->func = function;
    work->queue = NULL;
    work->cancelling = 0;
}

static inline void slipway_init_delayed_work(struct delayed_work *work, work_func_t function)
{
    slipway_init_work(&work->work, function);
    timer_setup(&work->timer, slipway_delayed_work_expired, 0);
    work->queue = NULL;
}

static inline struct delayed_work *to_delayed_work(struct work_struct *work)
{
    return container_of(work, struct delayed_work, work);
}

#define work_pending(work)          (!list_empty(&(work)->entry))
#define delayed_work_pending(delayed) \
    (work_pending(&(delayed)->work) || timer_pending(&(delayed)->timer))

/* Return false if it was pending already, and then leave it as it is. */
bool queue_work(struct workqueue_struct *queue, struct work_struct *work);
bool queue_delayed_work(struct workqueue_struct *queue, struct delayed_work *work, unsigned long delay);
/* Restarts its delay. Returns whether it was pending. */
bool mod_delayed_work(struct workqueue_struct *queue, struct delayed_work *work, unsigned long delay);
/* Wait until it does not run. Return whether it was pending or running. */
bool flush_work(struct work_struct *work);
bool flush_delayed_work(struct delayed_work *work);
/* Make it not pending; return whether it was. With _sync it does not run either afterwards,
 * even if it queues itself. */
bool cancel_work(struct work_struct *work);
bool cancel_work_sync(struct work_struct *work);
bool cancel_delayed_work(struct delayed_work *work);
bool cancel_delayed_work_sync(struct delayed_work *work);

#define schedule_work(work)                 queue_work(system_wq, work)
#define schedule_delayed_work(work, delay)  queue_delayed_work(system_wq, work, delay)

#endif
