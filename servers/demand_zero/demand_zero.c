/* SPDX-License-Identifier: GPL-2.0-only */
/* Pagers of zero-filled memory. The kernel's memory comes zeroed, so a page is allocated by the
 * first fault on it, mapped writable at once, and asks no more. The pager keeps a reference to
 * each page, for other mappings and for after the first was undone. */
#include "demand_zero.server.h"
#include "private_pages.h"
#include "runtime.h"

struct zeros {
    struct private_pages own;
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
    struct zeros *zeros = allocate(sizeof *zeros);
    status result = zeros ? private_pages_make(&zeros->own, size) : E_NOMEM;

    (void)self;
    if (result >= 0) {
        *pager = zeros_create(zeros);
        if (*pager)
            return OK;
        private_pages_release(&zeros->own);
        result = E_NOMEM;
    }
    deallocate(zeros);
    return result;
}

status factory_getFaults(struct factory *self, Pager pager, u32 *reads, u32 *writes)
{
    const struct zeros *zeros = zeros_of(pager);

    (void)self;
    if (!zeros)
        return E_INVAL;
    *reads = zeros->own.reads;
    *writes = zeros->own.writes;
    return OK;
}

u32 zeros_getSize(struct zeros *self)
{
    return self->own.count * PAGE_SIZE;
}

status zeros_fault(struct zeros *self, u32 offset, u32 write, Any *page, u32 *memory_offset, u32 *writable)
{
    u32 index = offset / PAGE_SIZE;
    status result = OK;

    if (index >= self->own.count)
        return E_RANGE;
    if (!self->own.page[index])
        result = PhysicalMemory_allocate(memory, PAGE_SIZE, &self->own.page[index]);
    return result < 0 ? result : private_pages_give(&self->own, index, write, page, memory_offset, writable);
}

void zeros_destroy(struct zeros *self)
{
    private_pages_release(&self->own);
    deallocate(self);
}
