/* SPDX-License-Identifier: GPL-2.0-only */
/* Ranges of I/O ports. */
#include "kernel.server.h"
#include "machine/callbacks.h"
#include "machine/heap.h"
#include "roots/io_ports.h"

#define PORTS 65536u

/* Ports that the kernel drives itself: two interrupt controllers, the interval timer. */
static const struct io_ports own_ports[] = { { 0x20, 2 }, { 0xa0, 2 }, { 0x40, 4 } };

static u32 overlap(const struct io_ports *a, u32 first, u32 count)
{
    return first < a->first + a->count && a->first < first + count;
}

/* Stores a reference to a new range; the caller has checked it. */
static status create(u32 first, u32 count, IoPorts *reference)
{
    struct io_ports *self = caller_memory(sizeof *self);
    if (!self)
        return E_NOMEM;
    self->first = first;
    self->count = count;
    *reference = io_ports_create(self);
    if (*reference)
        return OK;
    heap_free(self);
    return E_NOMEM;
}

status io_ports_open(u32 first, u32 count, IoPorts *reference)
{
    if (!count || first >= PORTS || count > PORTS - first)
        return E_RANGE;
    for (u32 i = 0; i < sizeof own_ports / sizeof own_ports[0]; i++)
        if (overlap(&own_ports[i], first, count))
            return E_ACCESS;
    return create(first, count, reference);
}

u32 io_ports_getFirst(struct io_ports *self)
{
    return self->first;
}

u32 io_ports_getCount(struct io_ports *self)
{
    return self->count;
}

status io_ports_getRange(struct io_ports *self, u32 first, u32 number, IoPorts *reference)
{
    u32 offset = first - self->first;
    if (first < self->first || !number || offset >= self->count || number > self->count - offset)
        return E_RANGE;
    return create(first, number, reference);
}

void io_ports_destroy(struct io_ports *self)
{
    heap_free(self);
}
