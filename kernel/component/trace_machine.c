/* SPDX-License-Identifier: GPL-2.0-only */
/* The machine's part of tracing: the port that records go to, and memory that calls name. */
#include "machine.h"
#include "space.h"
#include "trace_record.h"

void trace_output(const u8 *bytes, u32 size)
{
    __asm__ volatile("rep outsb" : "+S"(bytes), "+c"(size) : "d"(TRACE_PORT) : "memory");
}

/* A call into user mode names what is in the callee's space, unless a caller in the kernel
 * named it. Of the window only the thread's stack is certainly there. */
const void *trace_reach(u32 address, u32 size)
{
    const struct domain *domain = frame_top->server->domain;
    const struct frame *caller = frame_caller(frame_top);
    u32 physical, flags;

    if (address >= DIRECT_MAP && domain->space && caller->server->domain->space)
        return NULL;
    if (address - DIRECT_MAP < DIRECT_MAP_SIZE || address - (u32)current_thread->stack < THREAD_STACK_SIZE)
        return (const void *)address;
    if (!domain->space || (address & PAGE_MASK) + size > PAGE_SIZE
        || space_lookup(domain->space, address, &physical, &flags) < 0 || physical >= DIRECT_MAP_SIZE)
        return NULL;
    return (const void *)(DIRECT_MAP + physical);
}
