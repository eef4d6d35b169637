/* SPDX-License-Identifier: GPL-2.0-only */
/* Limits of how often something is said. (Linux: include/linux/ratelimit.h) */
#ifndef SLIPWAY_LINUX_RATELIMIT_H
#define SLIPWAY_LINUX_RATELIMIT_H

#include <linux/jiffies.h>
#include <linux/printk.h>

struct ratelimit_state {
    int interval;               /* in jiffies */
    int burst;
    int printed;
    int missed;
    unsigned long begin;        /* of the interval that runs; 0: none does */
};

#define DEFAULT_RATELIMIT_INTERVAL  (5 * HZ)
#define DEFAULT_RATELIMIT_BURST     10
#define DEFINE_RATELIMIT_STATE(name, interval_, burst_) \
    struct ratelimit_state name = { .interval = (interval_), .burst = (burst_) }

/* Whether it may be said. */
int __ratelimit(struct ratelimit_state *state);

#define printk_ratelimited(format, ...) ({ \
    static DEFINE_RATELIMIT_STATE(limit_, DEFAULT_RATELIMIT_INTERVAL, DEFAULT_RATELIMIT_BURST); \
    if (__ratelimit(&limit_)) \
        printk(format, ##__VA_ARGS__); \
})
#define pr_err_ratelimited(format, ...)     printk_ratelimited(KERN_ERR pr_fmt(format), ##__VA_ARGS__)
#define pr_warn_ratelimited(format, ...)    printk_ratelimited(KERN_WARNING pr_fmt(format), ##__VA_ARGS__)
#define pr_info_ratelimited(format, ...)    printk_ratelimited(KERN_INFO pr_fmt(format), ##__VA_ARGS__)
#define net_ratelimit()                     printk_ratelimit()

#endif
