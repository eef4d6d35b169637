/* SPDX-License-Identifier: GPL-2.0-only */
/* The counter's ticks are not the processor's cycles, whose frequency changes. A multiplication
 * takes 3 cycles on every Intel core since Nehalem and every AMD one since Zen, so a chain of
 * them tells how long a cycle is. */
#include "clock.h"

#include <sched.h>

int clock_pin(void)
{
    cpu_set_t set;

    CPU_ZERO(&set);
    CPU_SET((u32)sched_getcpu(), &set);
    return sched_setaffinity(0, sizeof set, &set) == 0;
}

u64 clock_chain(void)
{
    u32 value = 3;
    u64 start = clock_read();

    __asm__ volatile(".rept 2000\n\timul %0, %0\n\t.endr" : "+r"(value));
    return clock_read() - start;
}
