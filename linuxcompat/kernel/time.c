// SPDX-License-Identifier: GPL-2.0-only
/* Jiffies and delays, from the Clock. (Linux: kernel/time, arch/x86/lib/delay.c) */
#include <linux/delay.h>
#include <linux/jiffies.h>

#include "network.server.h"

unsigned long slipway_jiffies(void)
{
    return INITIAL_JIFFIES + Clock_getMilliseconds(clock);
}

/* The most that one Clock.delay() does. */
#define DELAY_MAX 10000

void udelay(unsigned long microseconds)
{
    for (; microseconds > DELAY_MAX; microseconds -= DELAY_MAX)
        Clock_delay(clock, DELAY_MAX);
    Clock_delay(clock, microseconds);
}

void ndelay(unsigned long nanoseconds)
{
    udelay(DIV_ROUND_UP(nanoseconds, 1000));
}

void mdelay(unsigned long milliseconds)
{
    for (; milliseconds; milliseconds--) {
        Clock_delay(clock, 1000);
        cond_resched();
    }
}
