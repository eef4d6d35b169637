/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory objects. */
#include "kernel.server.h"
#include "machine/callbacks.h"
#include "machine/heap.h"
#include "machine/interrupts.h"
#include "machine/pages.h"
#include "machine/panic.h"
#include "machine/space.h"
#include "machine/window.h"
#include "model/memory.h"

struct memory *memory_new(enum memory_kind kind, u32 physical, u32 size)
{
    struct memory *self = caller_memory(sizeof *self);
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

status memory_map_space(struct memory *self, struct space *space, u32 *address)
{
    u32 offset = self->physical & PAGE_MASK, start;
    if (self->size > USER_END)
        return E_NOSPC;
    u32 pages = (offset + self->size + PAGE_MASK) / PAGE_SIZE;
    u32 flags = SPACE_WRITABLE | SPACE_SPARE | (self->kind == MEMORY_DEVICE ? SPACE_UNCACHED : 0);
    status result = space_reserve(space, pages, &start);
    if (result < 0)
        return result;
    result = space_map(space, start, self->physical - offset, pages, flags);
    if (result < 0)
        space_release(space, start);
    else
        *address = start + offset;
    return result;
}

void memory_unmap_space(struct memory *self, struct space *space, u32 address)
{
    (void)self;
    space_release(space, address & ~PAGE_MASK);
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
