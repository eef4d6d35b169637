/* SPDX-License-Identifier: GPL-2.0-only */
/* The activity that is running. (linux/sched.h) */
#ifndef SLIPWAY_ASM_CURRENT_H
#define SLIPWAY_ASM_CURRENT_H

struct task_struct;
extern struct task_struct *slipway_current;
#define current slipway_current

#endif
