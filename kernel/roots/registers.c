/* SPDX-License-Identifier: GPL-2.0-only */
/* Ranges of device registers. They are a capability of their own, apart from PhysicalMemory, which
 * nearly every server holds: who can map any device's registers can have it write anywhere. */
#include "kernel.server.h"
#include "machine/callbacks.h"
#include "machine/heap.h"
#include "machine/machine.h"
#include "machine/multiboot.h"
#include "model/memory.h"
#include "roots/registers.h"

/* The local APIC, through which the processor gets its interrupts: the kernel's own. */
#define APIC_FIRST  0xfee00000u
#define APIC_LAST   0xfee00fffu

static u32 overlap(u32 first, u32 last, u32 other_first, u32 other_last)
{
    return first <= other_last && last >= other_first;
}

/* Whether the pages of a range, which are mapped as a whole, have a byte in common with RAM or
 * with what is the kernel's own. */
static u32 touches_kernel(u32 first, u32 last)
{
    first &= ~PAGE_MASK;
    last |= PAGE_MASK;
    for (u32 i = 0; i < memory_region_count; i++) {
        const struct memory_region *region = &memory_regions[i];
        if (overlap(first, last, region->address, region->address + (region->size - 1)))
            return 1;
    }
    return overlap(first, last, APIC_FIRST, APIC_LAST);
}

status registers_open(u32 first, u32 last, Registers *reference)
{
    if (last < first)
        return E_RANGE;
    if (touches_kernel(first, last))
        return E_ACCESS;
    struct registers *self = caller_memory(sizeof *self);
    if (!self)
        return E_NOMEM;
    self->first = first;
    self->last = last;
    *reference = registers_create(self);
    if (*reference)
        return OK;
    heap_free(self);
    return E_NOMEM;
}

u32 registers_getFirst(struct registers *self)
{
    return self->first;
}

u32 registers_getLast(struct registers *self)
{
    return self->last;
}

/* Pages are mapped as a whole, so what lies beside the range on its first and last page can be
 * reached as well; registers_open() has seen to it that this is nothing of the kernel's. */
status registers_getMemory(struct registers *self, u32 address, u32 size, Memory *memory)
{
    if (!size)
        return E_INVAL;
    if (address < self->first || address > self->last || size - 1 > self->last - address)
        return E_RANGE;
    struct memory *object = memory_new(MEMORY_DEVICE, address, size);
    if (!object)
        return E_NOMEM;
    *memory = memory_create(object);
    if (*memory)
        return OK;
    memory_destroy(object);
    return E_NOMEM;
}

void registers_destroy(struct registers *self)
{
    heap_free(self);
}
