/* SPDX-License-Identifier: GPL-2.0-only */
/* What the test program implements as the kernel, beside kernel/model and kernel/calls. */
#include "hook.h"

#include <stdlib.h>

#include "kernel.server.h"
#include "model/memory.h"

static char root;

status construct(struct kernel_roots *roots)
{
    roots->servers = (struct servers *)&root;
    return OK;
}

void destruct(void)
{
    abort();
}

u32 memory_getSize(struct memory *self)
{
    return self->size;
}

status memory_getPhysicalAddress(struct memory *self, u32 offset, u32 *address)
{
    *address = self->physical + offset;
    return OK;
}

void memory_destroy(struct memory *self)
{
    self->size = 0;
}

void *memory_map(struct memory *self)
{
    self->mappings++;
    return (void *)self->physical;
}

void memory_unmap(struct memory *self)
{
    self->mappings--;
}

u32 io_ports_getFirst(struct io_ports *self)
{
    (void)self;
    return 0;
}

u32 io_ports_getCount(struct io_ports *self)
{
    (void)self;
    return 1;
}

status io_ports_getRange(struct io_ports *self, u32 first, u32 number, IoPorts *ports)
{
    (void)self, (void)first, (void)number, (void)ports;
    return E_RANGE;
}

void io_ports_destroy(struct io_ports *self)
{
    (void)self;
}

void hook_run(struct hook *self)
{
    self->run(self->argument);
}

void hook_destroy(struct hook *self)
{
    static u32 order;

    self->destroyed++;
    self->order = ++order;
}

u32 scripted_getSize(struct scripted *self)
{
    return self->size;
}

status scripted_fault(struct scripted *self, u32 offset, u32 write, Any *memory, u32 *memory_offset,
                      u32 *writable)
{
    struct page_given given = { 0 };
    status result;

    self->faults++;
    result = self->fault(self, offset, write, &given);
    *memory = given.memory;
    *memory_offset = given.offset;
    *writable = given.writable;
    return result;
}

void scripted_destroy(struct scripted *self)
{
    self->destroyed++;
}
