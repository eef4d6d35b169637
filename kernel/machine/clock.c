/* SPDX-License-Identifier: GPL-2.0-only */
/* Time since start, and the tick. (Intel 8254 data sheet; port 0x61 as in the PC AT.)
 *
 * The time stamp counter is compared with channel 2 of the interval timer once, at
 * start. Both stand still or run together under any of QEMU's clocks, instruction
 * counting included. */
#include "machine/clock.h"
#include "machine/interrupts.h"
#include "machine/machine.h"
#include "machine/panic.h"
#include "machine/pic.h"
#include "machine/thread.h"

#define TIMER_HERTZ         1193182u
#define TIMER_CHANNEL0      0x40
#define TIMER_CHANNEL2      0x42
#define TIMER_COMMAND       0x43
#define COMMAND_TICK        0x34    /* channel 0, both bytes, mode 2 (rate generator) */
#define COMMAND_COUNT_DOWN  0xb0    /* channel 2, both bytes, mode 0 */
#define COMMAND_LATCH2      0x80
#define SYSTEM_CONTROL      0x61
#define CONTROL_GATE2       0x01
#define CONTROL_SPEAKER     0x02
#define CONTROL_OUT2        0x20    /* read: what channel 2 puts out */

#define CALIBRATION_COUNTS  35795u  /* about 30 ms: one count more or less is 28 ppm */
#define SAMPLE_ATTEMPTS     8
#define CALIBRATION_ATTEMPTS 100

struct sample {                     /* both counters at one moment */
    u64 stamp;
    u32 count;                      /* of channel 2: it counts down */
};

static u64 start_stamp;
static u32 multiplier;              /* microseconds = stamps * multiplier / 2^32 */
static u32 ticks;

/* dividend / divisor. */
static u64 divide(u64 dividend, u32 divisor)
{
    u32 high = (u32)(dividend >> 32), low = (u32)dividend;
    u32 quotient_high = high / divisor, remainder = high % divisor, quotient_low;
    __asm__("divl %3" : "=a"(quotient_low), "+d"(remainder) : "a"(low), "rm"(divisor) : "cc");
    return (u64)quotient_high << 32 | quotient_low;
}

/* Reads both counters, as close together as a few attempts allow: the host of an
 * emulator may have stopped us in between. */
static struct sample take_sample(void)
{
    struct sample best = { 0, 0 };
    u64 best_distance = ~0ull;
    for (u32 i = 0; i < SAMPLE_ATTEMPTS; i++) {
        u64 before = time_stamp();
        port_write8(TIMER_COMMAND, COMMAND_LATCH2);
        u64 after = time_stamp();
        u32 count = port_read8(TIMER_CHANNEL2);
        count |= (u32)port_read8(TIMER_CHANNEL2) << 8;
        if (after - before < best_distance) {
            best_distance = after - before;
            best = (struct sample){ before + best_distance / 2, count };
        }
    }
    return best;
}

/* Takes two samples of a counter that starts at its largest. Returns 0 if it reached zero
 * meanwhile, from where it starts again: after 55 ms, for which the host of an emulator may
 * well stop us. (Intel 8254 data sheet, mode 0: OUT goes high then, and stays so.) */
static u32 measure(struct sample *first, struct sample *last)
{
    port_write8(TIMER_COMMAND, COMMAND_COUNT_DOWN);
    port_write8(TIMER_CHANNEL2, 0xff);
    port_write8(TIMER_CHANNEL2, 0xff);
    *first = take_sample();
    do
        *last = take_sample();
    while (first->count - last->count < CALIBRATION_COUNTS && last->count <= first->count);
    return !(port_read8(SYSTEM_CONTROL) & CONTROL_OUT2);
}

static void calibrate(void)
{
    u8 control = port_read8(SYSTEM_CONTROL) & (u8)~CONTROL_SPEAKER;
    struct sample first, last;
    u32 attempts = 0;
    port_write8(SYSTEM_CONTROL, control | CONTROL_GATE2);
    while (!measure(&first, &last))
        if (++attempts == CALIBRATION_ATTEMPTS)
            panic("clock: the interval timer runs out before it can be read twice");
    port_write8(SYSTEM_CONTROL, control & (u8)~CONTROL_GATE2);

    u32 counts = first.count - last.count;
    u64 stamps = last.stamp - first.stamp;
    u32 nanoseconds = (u32)divide(counts * 1000000000ull, TIMER_HERTZ);
    if (!nanoseconds || stamps < nanoseconds / 1000 || stamps >> 32)
        panic("clock: the time stamp counter went %u in %u ns", (u32)stamps, nanoseconds);
    multiplier = (u32)divide(divide((u64)nanoseconds << 32, 1000), (u32)stamps);
    start_stamp = first.stamp;
}

static void tick(void *unused)
{
    (void)unused;
    ticks++;
    thread_tick();
}

void clock_initialise(void)
{
    const u32 divisor = (TIMER_HERTZ + TICKS_PER_SECOND / 2) / TICKS_PER_SECOND;
    calibrate();
    port_write8(TIMER_COMMAND, COMMAND_TICK);
    port_write8(TIMER_CHANNEL0, divisor & 0xff);
    port_write8(TIMER_CHANNEL0, divisor >> 8);
    if (line_claim(LINE_TIMER, tick, 0) != OK)
        panic("clock: the interval timer's line is taken");
    line_unmask(LINE_TIMER);
}

u64 clock_microseconds(void)
{
    u64 stamps = time_stamp() - start_stamp;
    return (stamps >> 32) * multiplier + ((stamps & 0xffffffff) * multiplier >> 32);
}

u64 clock_milliseconds(void)
{
    return divide(clock_microseconds(), 1000);
}

u32 clock_ticks(void)
{
    return ticks;
}
