/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading the processor's time stamp counter around code that is measured. */
#ifndef BENCH_CLOCK_H
#define BENCH_CLOCK_H

#include "types.h"

/* Everything before is done, and nothing behind has begun. */
static inline u64 clock_read(void)
{
    u64 value;

    __asm__ volatile("lfence\n\trdtsc\n\tlfence" : "=A"(value) : : "memory");
    return value;
}

/* Makes the process run on one processor only, the one where it runs. Returns whether it could. */
int clock_pin(void);

/* Ticks of the counter that a chain of instructions takes which each wait for the one before. */
u64 clock_chain(void);

/* Cycles of the processor that the chain takes. */
#define CLOCK_CHAIN_CYCLES 6000.0

#endif
