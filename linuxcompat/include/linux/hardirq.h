/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupt context is in linux/preempt.h. (Linux: include/linux/hardirq.h) */
#ifndef SLIPWAY_LINUX_HARDIRQ_H
#define SLIPWAY_LINUX_HARDIRQ_H

#include <linux/preempt.h>

#endif
