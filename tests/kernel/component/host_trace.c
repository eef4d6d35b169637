/* SPDX-License-Identifier: GPL-2.0-only */
/* The machine's part of tracing, in a process (host_trace.h). */
#include "host_trace.h"

#include <string.h>

#include "machine/machine.h"

u8 host_trace[65536];
u32 host_trace_size;
void (*thread_switched)(struct thread *next);

void trace_output(const u8 *bytes, u32 size)
{
    if (size > sizeof host_trace - host_trace_size)
        size = (u32)sizeof host_trace - host_trace_size;
    memcpy(host_trace + host_trace_size, bytes, size);
    host_trace_size += size;
}

const void *trace_reach(u32 address, u32 size)
{
    (void)size;
    return address < PAGE_SIZE ? NULL : (const void *)address;
}
