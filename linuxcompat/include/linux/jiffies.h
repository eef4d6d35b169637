/* SPDX-License-Identifier: GPL-2.0-only */
/* Jiffies: milliseconds of the Clock, counted from five minutes before they wrap.
 * (Linux: include/linux/jiffies.h) */
#ifndef SLIPWAY_LINUX_JIFFIES_H
#define SLIPWAY_LINUX_JIFFIES_H

#include <linux/limits.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/typecheck.h>
#include <linux/types.h>

#define HZ CONFIG_HZ
#define USER_HZ 100
#define INITIAL_JIFFIES ((unsigned long)(unsigned int)(-300 * HZ))
#define MAX_JIFFY_OFFSET ((LONG_MAX >> 1) - 1)

/* A call to the Clock on each use. */
unsigned long slipway_jiffies(void);
#define jiffies slipway_jiffies()

#define time_after(a, b) \
    (typecheck(unsigned long, a) && typecheck(unsigned long, b) && ((long)((b) - (a)) < 0))
#define time_before(a, b)               time_after(b, a)
#define time_after_eq(a, b) \
    (typecheck(unsigned long, a) && typecheck(unsigned long, b) && ((long)((a) - (b)) >= 0))
#define time_before_eq(a, b)            time_after_eq(b, a)
#define time_in_range(a, b, c)          (time_after_eq(a, b) && time_before_eq(a, c))
#define time_is_before_jiffies(a)       time_after(jiffies, a)
#define time_is_after_jiffies(a)        time_before(jiffies, a)
#define time_is_before_eq_jiffies(a)    time_after_eq(jiffies, a)
#define time_is_after_eq_jiffies(a)     time_before_eq(jiffies, a)

/* HZ is 1000, so that a jiffy is a millisecond. */
static inline unsigned long msecs_to_jiffies(unsigned int milliseconds)
{
    return (int)milliseconds < 0 ? MAX_JIFFY_OFFSET : milliseconds;
}

static inline unsigned int jiffies_to_msecs(unsigned long count)
{
    return count;
}

static inline unsigned int jiffies_to_usecs(unsigned long count)
{
    return count * 1000;
}

static inline unsigned long usecs_to_jiffies(unsigned int microseconds)
{
    return microseconds / 1000 + (microseconds % 1000 != 0);
}

/* To whole seconds, so that timers that need no precision expire together. */
static inline unsigned long round_jiffies_relative(unsigned long count)
{
    unsigned long now = jiffies;
    unsigned long when = roundup(now + count, HZ);

    return when - now;
}

static inline unsigned long round_jiffies(unsigned long when)
{
    return roundup(when, HZ);
}

#endif
