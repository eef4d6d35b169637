// SPDX-License-Identifier: GPL-2.0-only
/* Timers. (Linux: kernel/time/timer.c)
 *
 * A driver has a handful, so that a sorted list does. They run in softirq context on the
 * softirq thread, which sleeps until the first one expires.
 */
#include <linux/interrupt.h>
#include <linux/timer.h>

#include "network.server.h"
#include "softirq.h"

static LIST_HEAD(pending);                  /* by expiry, first to last */
static struct timer_list *running;

static unsigned int timers_expired(void)
{
    struct timer_list *first = list_first_entry_or_null(&pending, struct timer_list, entry);
    unsigned long now = jiffies;

    if (!first)
        return FOREVER;
    if (time_after(first->expires, now))
        return first->expires - now;
    __raise_softirq_irqoff(TIMER_SOFTIRQ);
    return 0;
}

/* Runs those that have expired by now: one that starts itself again has its next turn later. */
static void run_timers(struct softirq_action *action)
{
    unsigned long now = jiffies;
    struct timer_list *timer, *next;
    LIST_HEAD(expired);

    list_for_each_entry_safe(timer, next, &pending, entry) {
        if (time_after(timer->expires, now))
            break;
        list_move_tail(&timer->entry, &expired);
    }
    while (!list_empty(&expired)) {
        timer = list_first_entry(&expired, struct timer_list, entry);
        list_del_init(&timer->entry);
        running = timer;
        timer->function(timer);
        running = NULL;
    }
}

int mod_timer(struct timer_list *timer, unsigned long expires)
{
    int was_pending = del_timer(timer);
    struct list_head *place = &pending;

    if (!softirq_timers_expired) {
        softirq_timers_expired = timers_expired;
        open_softirq(TIMER_SOFTIRQ, run_timers);
    }
    timer->expires = expires;
    while (place->prev != &pending
           && time_after(list_entry(place->prev, struct timer_list, entry)->expires, expires))
        place = place->prev;
    list_add_tail(&timer->entry, place);
    if (pending.next == &timer->entry)
        softirq_thread_wake();
    return was_pending;
}

void add_timer(struct timer_list *timer)
{
    BUG_ON(timer_pending(timer));
    mod_timer(timer, timer->expires);
}

int del_timer(struct timer_list *timer)
{
    if (!timer_pending(timer))
        return 0;
    list_del_init(&timer->entry);
    return 1;
}

int slipway_del_timer_sync(struct timer_list *timer, const char *file, int line)
{
    if (running == timer)
        slipway_warn(file, line, "a timer waits for its own end\n");
    return del_timer(timer);
}
