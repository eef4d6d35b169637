/* SPDX-License-Identifier: GPL-2.0-only */
/* The root PhysicalMemory: where Memory objects come from. */
#include "kernel.server.h"
#include "machine/callbacks.h"
#include "machine/machine.h"
#include "machine/pages.h"
#include "machine/thread.h"
#include "model/memory.h"
#include "model/server.h"

/* Stores a reference to a new object, which is destroyed again if that fails. */
static status give(struct memory *object, Memory *memory)
{
    *memory = memory_create(object);
    if (*memory)
        return OK;
    memory_destroy(object);
    return E_NOMEM;
}

status physical_memory_allocate(struct physical_memory *self, u32 size, Memory *memory)
{
    (void)self;
    if (!size)
        return E_INVAL;
    if (size > DIRECT_MAP_SIZE)
        return E_NOMEM;
    u32 count = (size + PAGE_MASK) / PAGE_SIZE;
    void *pages = caller_pages(count);
    if (!pages)
        return E_NOMEM;
    struct memory *object = memory_new(MEMORY_PAGES, physical_address(pages), count * PAGE_SIZE);
    if (!object) {
        pages_free(pages, count);
        return E_NOMEM;
    }
    return give(object, memory);
}

u32 physical_memory_getFree(struct physical_memory *self)
{
    (void)self;
    return pages_free_count() * PAGE_SIZE;
}
