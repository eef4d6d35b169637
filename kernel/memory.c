/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory objects. */
#include "heap.h"
#include "interrupts.h"
#include "kernel.server.h"
#include "memory.h"
#include "pages.h"
#include "panic.h"
#include "window.h"

struct memory *memory_new(enum memory_kind kind, u32 physical, u32 size)
{
    struct memory *self = heap_allocate(sizeof *self);
    if (self) {
        self->kind = kind;
        self->physical = physical;
        self->size = size;
    }
    return self;
}

void *memory_map(struct memory *self)
{
    if (self->kind != MEMORY_DEVICE)
        return direct_map(self->physical);
    u32 flags = interrupts_disable();
    if (!self->mappings)
        self->mapping = device_map(self->physical, self->size);
    if (self->mapping)
        self->mappings++;
    void *mapping = self->mapping;
    interrupts_restore(flags);
    return mapping;
}

void memory_unmap(struct memory *self)
{
    if (self->kind != MEMORY_DEVICE)
        return;
    u32 flags = interrupts_disable();
    ASSERT(self->mappings);
    if (!--self->mappings) {
        device_unmap(self->mapping);
        self->mapping = 0;
    }
    interrupts_restore(flags);
}

u32 memory_getSize(struct memory *self)
{
    return self->size;
}

status memory_getPhysicalAddress(struct memory *self, u32 offset, u32 *address)
{
    if (offset >= self->size)
        return E_RANGE;
    *address = self->physical + offset;
    return OK;
}

void memory_destroy(struct memory *self)
{
    ASSERT(!self->mappings);
    if (self->kind == MEMORY_PAGES)
        pages_free(direct_map(self->physical), self->size / PAGE_SIZE);
    heap_free(self);
}
