/* SPDX-License-Identifier: GPL-2.0-only */
/* The instructions between which QEMU's counting plugin counts (tools/count/count.c): long NOPs,
 * nopl 0x534c00NN(%eax), which do nothing on any processor and in any guest. */
#ifndef WORKLOAD_MARK_H
#define WORKLOAD_MARK_H

#include <stdint.h>

#define MARK(number) __asm__ volatile(".byte 0x0f, 0x1f, 0x80, " #number ", 0x00, 0x4c, 0x53" : : : "memory")
#define MARK_BEGIN() MARK(1)    /* counts from zero */
#define MARK_END() MARK(2)      /* writes what was counted */

/* The time stamp counter. */
static inline uint64_t workload_ticks(void)
{
    uint32_t low, high;

    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high) : : "memory");
    return (uint64_t)high << 32 | low;
}

#endif
