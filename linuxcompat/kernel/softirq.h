/* SPDX-License-Identifier: GPL-2.0-only */
/* Softirqs, for those who run them. */
#ifndef SLIPWAY_SOFTIRQ_H
#define SLIPWAY_SOFTIRQ_H

/* Runs pending softirqs as far as the limits allow, if the caller is in no interrupt and
 * softirqs are not masked; what is left is for the softirq thread. */
void softirq_run(void);

/* Has the softirq thread look at timers and pending softirqs; starts it at the first time. */
void softirq_thread_wake(void);

/* The timers tell the softirq thread what they need: `expired` raises TIMER_SOFTIRQ if a
 * timer has expired, and returns the milliseconds to the next one, or FOREVER. */
extern unsigned int (*softirq_timers_expired)(void);

#endif
