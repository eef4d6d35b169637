/* SPDX-License-Identifier: GPL-2.0-only */
/* The machine's part of tracing: the port that records go to, and memory that calls name. */
#include "calls/trace_record.h"
#include "machine/machine.h"
#include "machine/space.h"
#include "machine/window.h"

void trace_output(const u8 *bytes, u32 size)
{
    __asm__ volatile("rep outsb" : "+S"(bytes), "+c"(size) : "d"(TRACE_PORT) : "memory");
}

/* As much of it as the kernel can read without asking anybody: it has interrupts off. */
static const void *in_ram(u32 address, u32 size)
{
    u32 offset = address - DIRECT_MAP;

    if (offset >= DIRECT_MAP_SIZE || size > DIRECT_MAP_SIZE - offset || !address_is_mapped(address)
        || !address_is_mapped(address + size))
        return NULL;
    return (const void *)address;
}

/* A call into user mode names what is in the callee's space, whoever made it; other threads of the callee
 * may have changed that by now, so nothing else is believed. In the kernel's domain any address can be
 * named, but of the window only the thread's stack is certainly there. */
const void *trace_reach(u32 address, u32 size)
{
    const struct domain *domain = frame_top->server->domain;
    u32 on_stack = address - (u32)current_thread->stack, physical, flags;

    if (!domain->space && on_stack < THREAD_STACK_SIZE && size <= THREAD_STACK_SIZE - on_stack)
        return (const void *)address;
    if (!domain->space)
        return in_ram(address, size);
    if (address >= DIRECT_MAP || (address & PAGE_MASK) + size > PAGE_SIZE
        || space_lookup(domain->space, address, &physical, &flags) < 0 || physical >= DIRECT_MAP_SIZE)
        return NULL;
    return in_ram(DIRECT_MAP + physical, size);
}
