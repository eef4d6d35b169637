/* SPDX-License-Identifier: GPL-2.0-only */
/* The root Time: the time since the system started. */
#include "kernel.server.h"
#include "machine/clock.h"

u32 time_getMilliseconds(struct time *self)
{
    (void)self;
    return (u32)clock_milliseconds();
}

u32 time_getMicroseconds(struct time *self)
{
    (void)self;
    return (u32)clock_microseconds();
}
