/* SPDX-License-Identifier: GPL-2.0-only */
/* Masking softirqs. (Linux: include/linux/bottom_half.h) */
#ifndef SLIPWAY_LINUX_BOTTOM_HALF_H
#define SLIPWAY_LINUX_BOTTOM_HALF_H

#include <linux/preempt.h>

static inline void local_bh_disable(void)
{
    slipway_preempt_count += SOFTIRQ_DISABLE_OFFSET;
    barrier();
}

/* Runs pending softirqs when it undoes the outermost local_bh_disable(). */
void local_bh_enable(void);

#endif
