/* SPDX-License-Identifier: GPL-2.0-only */
/* Time since start. It is read from the time stamp counter, which is calibrated
 * against the interval timer (8254) at start; the timer's 1000 Hz tick only drives
 * preemption and timeouts, so a lost tick loses no time. */
#ifndef KERNEL_MACHINE_CLOCK_H
#define KERNEL_MACHINE_CLOCK_H

#include "types.h"

#define TICKS_PER_SECOND 1000

/* Calibrates the time stamp counter, starts the tick. Interrupts are off. */
void clock_initialise(void);

/* Microseconds and milliseconds since start; never decreasing. */
u64 clock_microseconds(void);
u64 clock_milliseconds(void);

/* Ticks so far. */
u32 clock_ticks(void);

#endif
