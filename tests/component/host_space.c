/* SPDX-License-Identifier: GPL-2.0-only */
/* Address spaces, played by a process: addresses are handed out, nothing is mapped. */
#include "host.h"
#include "heap.h"
#include "memory.h"
#include "pages.h"
#include "space.h"

#define FIRST_DIRECTORY 0x1000u

u32 host_spaces, host_ranges;
u32 kernel_stack_top, current_directory;

u32 physical_address(const void *address)
{
    return (u32)address;
}

struct space *space_create(void)
{
    static u32 directory = FIRST_DIRECTORY;
    struct space *space = heap_allocate(sizeof *space);

    if (space) {
        space->directory = directory += PAGE_SIZE;
        space->pages = 2;
        host_spaces++;
    }
    return space;
}

void space_spread(struct space *space)
{
    (void)space;
}

void space_clear(struct space *space)
{
    while (space->ranges)
        space_release(space, space->ranges->address);
    space->cleared = 1;
}

void space_destroy(struct space *space)
{
    space_clear(space);
    host_spaces--;
    heap_free(space);
}

/* The newest range has the highest address, and stands first. */
status space_reserve(struct space *space, u32 pages, u32 *address)
{
    struct space_range *range;

    if (space->cleared)
        return E_GONE;
    range = heap_allocate(sizeof *range);
    if (!range)
        return E_NOMEM;
    range->address = USER_START;
    if (space->ranges)
        range->address = space->ranges->address + (space->ranges->pages + 1) * PAGE_SIZE;
    range->pages = pages;
    range->next = space->ranges;
    space->ranges = range;
    host_ranges++;
    *address = range->address;
    return OK;
}

status space_release(struct space *space, u32 address)
{
    struct space_range **link = &space->ranges, *range;

    if (space->cleared)
        return E_GONE;
    while (*link && (*link)->address != address)
        link = &(*link)->next;
    range = *link;
    if (!range)
        return E_INVAL;
    *link = range->next;
    host_ranges--;
    heap_free(range);
    return OK;
}

status space_map(struct space *space, u32 address, u32 physical, u32 pages, u32 flags)
{
    (void)address, (void)physical, (void)pages, (void)flags;
    return space->cleared ? E_GONE : OK;
}

void space_protect(struct space *space, u32 address, u32 pages, u32 flags)
{
    (void)space, (void)address, (void)pages, (void)flags;
}

status space_allow_ports(struct space *space, u32 first, u32 count)
{
    (void)first, (void)count;
    return space->cleared ? E_GONE : OK;
}

status memory_map_space(struct memory *self, struct space *space, u32 *address)
{
    (void)self;
    return space_reserve(space, 1, address);
}

void memory_unmap_space(struct memory *self, struct space *space, u32 address)
{
    (void)self;
    space_release(space, address);
}
