/* SPDX-License-Identifier: GPL-2.0-only */
/* Keeps the processor busy between two markers, with calls into another domain, repeated string
 * instructions and interrupts, and never waits: what is counted can then be compared with ticks. */
#include "counted.server.h"

#include "runtime.h"

#include "mark.h"

#define ROUNDS 20000
#define WORDS 64

static u32 from[WORDS], to[WORDS];

static void copy(void)
{
    const u32 *source = from;
    u32 *target = to, count = WORDS;

    __asm__ volatile("rep movsl" : "+S"(source), "+D"(target), "+c"(count) : : "memory");
}

status construct(void)
{
    char line[80];
    u32 sum = 0;
    u64 began, ticks;

    MARK_BEGIN();
    began = workload_ticks();
    for (u32 i = 0; i < ROUNDS; i++) {
        sum += Clock_getMilliseconds(clock);
        copy();
    }
    ticks = workload_ticks() - began;
    MARK_END();
    Log_write(log, line, (u32)snprintf(line, sizeof line, "counted: ticks=%llu rounds=%u %s\n", ticks, ROUNDS,
                                       sum ? "" : "at once"));
    return OK;
}

void destruct(void)
{
}
