/* SPDX-License-Identifier: GPL-2.0-only */
/* Bits that a peer cannot guess: the low bits of the time stamp counter, which counts
 * every cycle since power-on, stirred into what was drawn before.
 */
#include "arch/cc.h"

u32 network_entropy(void)
{
    static u32 pool;
    u32 low, high;

    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    pool = (pool ^ low) * 2654435761u + high;   /* Knuth's multiplier spreads the low bits */
    return pool ^ pool >> 15;
}
