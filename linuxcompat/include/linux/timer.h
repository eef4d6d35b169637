/* SPDX-License-Identifier: GPL-2.0-only */
/* Timers: functions that run in softirq context at a time. (Linux: include/linux/timer.h) */
#ifndef SLIPWAY_LINUX_TIMER_H
#define SLIPWAY_LINUX_TIMER_H

#include <linux/jiffies.h>
#include <linux/list.h>

struct timer_list {
    struct list_head entry;         /* in the list of pending timers; empty: not pending */
    unsigned long expires;          /* in jiffies */
    void (*function)(struct timer_list *);
    u32 flags;
};

#define TIMER_DEFERRABLE    0x1
#define TIMER_PINNED        0x2
#define TIMER_IRQSAFE       0x4

#define from_timer(variable, callback_timer, field) container_of(callback_timer, typeof(*variable), field)
#define DEFINE_TIMER(name, callback) \
    struct timer_list name = { .entry = LIST_HEAD_INIT((name).entry), .function = (callback) }

static inline void timer_setup(struct timer_list *timer, void (*function)(struct timer_list *),
                               unsigned int flags)
{
    INIT_LIST_HEAD(&timer->entry);
    timer->expires = 0;
    timer->function = function;
    timer->flags = flags;
}

static inline int timer_pending(const struct timer_list *timer)
{
    return !list_empty(&timer->entry);
}

/* (Re)starts the timer. Returns 1 if it was pending, else 0. */
int mod_timer(struct timer_list *timer, unsigned long expires);
/* Starts one that is not pending; BUG if it is. */
void add_timer(struct timer_list *timer);
/* Stops it. Returns 1 if it was pending, else 0. */
int del_timer(struct timer_list *timer);
/* The same; the function does not run when it returns. Timer functions do not sleep, so
 * that one can run meanwhile only if it called this itself, which is reported. */
int slipway_del_timer_sync(struct timer_list *timer, const char *file, int line);
#define del_timer_sync(timer)       slipway_del_timer_sync(timer, __FILE__, __LINE__)
#define timer_delete_sync           del_timer_sync
#define timer_delete                del_timer

#endif
