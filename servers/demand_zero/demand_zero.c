/* SPDX-License-Identifier: GPL-2.0-only */
/* Pagers of zero-filled memory. The kernel's memory comes zeroed, so a page is allocated by the
 * first fault on it, mapped writable at once, and asks no more. The pager keeps a reference to
 * each page, for other mappings and for after the first was undone. */
#include "demand_zero.server.h"
#include "runtime.h"

#define PAGE_SIZE 4096u
#define SIZE_MAX  (64u << 20)

struct zeros {
    u32 count;                  /* of pages */
    u32 reads, writes;          /* faults */
    Memory pages[];             /* null: not touched yet */
};

static char root;

status construct(struct demand_zero_roots *roots)
{
    heap_use(memory);
    roots->factory = (struct factory *)&root;
    return OK;
}

void destruct(void)
{
}

status factory_create(struct factory *self, u32 size, Pager *pager)
{
    u32 count = (size + PAGE_SIZE - 1) / PAGE_SIZE;
    u32 bytes = sizeof(struct zeros) + count * sizeof(Memory);
    struct zeros *zeros;

    (void)self;
    if (!size || size > SIZE_MAX)
        return E_INVAL;
    zeros = allocate(bytes);
    if (!zeros)
        return E_NOMEM;
    memset(zeros, 0, bytes);
    zeros->count = count;
    *pager = zeros_create(zeros);
    if (*pager)
        return OK;
    deallocate(zeros);
    return E_NOMEM;
}

status factory_getFaults(struct factory *self, Pager pager, u32 *reads, u32 *writes)
{
    const struct zeros *zeros = zeros_of(pager);

    (void)self;
    if (!zeros)
        return E_INVAL;
    *reads = zeros->reads;
    *writes = zeros->writes;
    return OK;
}

u32 zeros_getSize(struct zeros *self)
{
    return self->count * PAGE_SIZE;
}

status zeros_fault(struct zeros *self, u32 offset, u32 write, Any *page, u32 *memory_offset, u32 *writable)
{
    u32 index = offset / PAGE_SIZE;
    status result = OK;

    if (index >= self->count)
        return E_RANGE;
    if (!self->pages[index])
        result = PhysicalMemory_allocate(memory, PAGE_SIZE, &self->pages[index]);
    if (result < 0)
        return result;
    *page = Any_duplicate((Any)self->pages[index]);
    if (!*page)
        return E_NOMEM;
    *memory_offset = 0;
    *writable = 1;
    self->reads += !write;
    self->writes += !!write;
    return OK;
}

void zeros_destroy(struct zeros *self)
{
    for (u32 i = 0; i < self->count; i++)
        Memory_release(self->pages[i]);
    deallocate(self);
}
