/* SPDX-License-Identifier: GPL-2.0-only */
/* Delays. (Linux: include/linux/delay.h) */
#ifndef SLIPWAY_LINUX_DELAY_H
#define SLIPWAY_LINUX_DELAY_H

#include <linux/math.h>
#include <linux/sched.h>

/* Busy-waits; nobody else gets in. */
void udelay(unsigned long microseconds);
void ndelay(unsigned long nanoseconds);
/* Busy-waits, and lets others in at each millisecond if nothing is held. */
void mdelay(unsigned long milliseconds);
/* Sleep. With something held they are reported, and busy-wait. */
void slipway_msleep(unsigned int milliseconds, const char *file, int line);
#define msleep(milliseconds)                slipway_msleep(milliseconds, __FILE__, __LINE__)
#define ssleep(seconds)                     msleep((seconds) * 1000)
#define usleep_range(least, most)           msleep(DIV_ROUND_UP(least, 1000))
#define fsleep(microseconds)                usleep_range(microseconds, 0)
static inline unsigned long msleep_interruptible(unsigned int milliseconds)
{
    msleep(milliseconds);
    return 0;
}

#endif
