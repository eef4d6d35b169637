/* SPDX-License-Identifier: GPL-2.0-only */
/* Waiting in a loop. (Linux: include/linux/processor.h) */
#ifndef SLIPWAY_LINUX_PROCESSOR_H
#define SLIPWAY_LINUX_PROCESSOR_H

#include <linux/sched.h>

/* Lets others into the server if nothing is held. */
#define cpu_relax() cond_resched()

#endif
