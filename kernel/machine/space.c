/* SPDX-License-Identifier: GPL-2.0-only */
/* Address spaces: how they begin and end, and the ranges that are reserved in them. */
#include "bytes.h"
#include "machine/heap.h"
#include "machine/interrupts.h"
#include "machine/pages.h"
#include "machine/paging.h"
#include "machine/space.h"
#include "machine/space_area.h"
#include "machine/thread.h"
#include "machine/user_area.h"

#include <stddef.h>

#define SPREAD  0x01000000u             /* from where one space begins to where the next one does */

u32 kernel_directory;
u32 current_directory;

void space_initialise(void)
{
    kernel_directory = current_directory = physical_address(page_directory);
    space_area_initialise();
    user_area_initialise();
}

struct space *space_create(void)
{
    struct space *space = heap_allocate(sizeof *space);
    if (!space)
        return NULL;
    space->entries = pages_allocate(1);
    space->area = pages_allocate(1);
    if (!space->entries || !space->area)
        goto no_pages;
    /* The kernel's entries never change after boot. */
    memcpy(space->entries, page_directory, PAGE_SIZE);
    memcpy(space->area, space_area_table, AREA_TABLE_ENTRIES * sizeof(u32));
    space->entries[SPACE_AREA / LARGE_PAGE] = physical_address(space->area) | ENTRY_PRESENT | ENTRY_WRITABLE;
    space->directory = physical_address(space->entries);
    space->pages = 2;
    space->start = USER_START;
    return space;

no_pages:
    if (space->entries)
        pages_free(space->entries, 1);
    if (space->area)
        pages_free(space->area, 1);
    heap_free(space);
    return NULL;
}

static void free_tables(struct space *space)
{
    for (u32 i = 0; i < USER_END / LARGE_PAGE; i++)
        if (space->entries[i]) {
            pages_free(direct_map(space->entries[i] & ~PAGE_MASK), 1);
            space->entries[i] = 0;
            space->pages--;
        }
}

static void free_ranges(struct space *space)
{
    while (space->ranges) {
        struct space_range *range = space->ranges;
        space->ranges = range->next;
        heap_free(range);
    }
}

void space_clear(struct space *space)
{
    u32 flags = interrupts_disable(), loaded = current_directory;
    space->cleared = 1;
    space_load(kernel_directory);       /* what the processor remembers of the tables goes first */
    free_tables(space);
    free_ranges(space);
    space_drop_ports(space);
    space_load(loaded);
    interrupts_restore(flags);
}

void space_destroy(struct space *space)
{
    space_clear(space);
    u32 flags = interrupts_disable();
    if (current_directory == space->directory)
        space_load(kernel_directory);
    for (struct thread *thread = all_threads; thread; thread = thread->next_of_all)
        if (thread->directory == space->directory)
            thread->directory = kernel_directory;
    interrupts_restore(flags);
    pages_free(space->area, 1);
    pages_free(space->entries, 1);
    heap_free(space);
}

static u32 end_of(const struct space_range *range)
{
    return range->address + range->pages * PAGE_SIZE;
}

void space_spread(struct space *space)
{
    static u32 next = USER_START;
    u32 flags = interrupts_disable();
    space->start = next;
    next += SPREAD;
    if (next >= USER_END)
        next = USER_START;
    interrupts_restore(flags);
}

/* First fit from `start` on: where `pages` pages and one behind them have room. Stores where the
 * new range's link belongs, and its address, which is 0 if there is no room. */
static struct space_range **find_room(struct space *space, u32 start, u32 pages, u32 *address)
{
    struct space_range **link = &space->ranges;
    u32 size = (pages + 1) * PAGE_SIZE;
    while (*link && ((*link)->address < start || (*link)->address - start < size)) {
        if (start < end_of(*link) + PAGE_SIZE)
            start = end_of(*link) + PAGE_SIZE;
        link = &(*link)->next;
    }
    *address = start < USER_END && USER_END - start >= size ? start : 0;
    return link;
}

status space_reserve(struct space *space, u32 pages, u32 *address)
{
    status result = OK;
    if (!pages)
        return E_INVAL;
    if (pages >= USER_END / PAGE_SIZE)
        return E_NOSPC;
    struct space_range *range = heap_allocate(sizeof *range);
    if (!range)
        return E_NOMEM;
    u32 flags = interrupts_disable();
    struct space_range **link = find_room(space, space->start, pages, &range->address);
    if (!range->address)
        link = find_room(space, USER_START, pages, &range->address);
    if (space->cleared) {
        result = E_GONE;
    } else if (!range->address) {
        result = E_NOSPC;
    } else {
        range->pages = pages;
        range->next = *link;
        *link = range;
        *address = range->address;
        range = NULL;
    }
    interrupts_restore(flags);
    heap_free(range);
    return result;
}

status space_release(struct space *space, u32 address)
{
    u32 flags = interrupts_disable();
    status result = space->cleared ? E_GONE : E_INVAL;
    struct space_range **link = &space->ranges, *range;
    while (*link && (*link)->address < address)
        link = &(*link)->next;
    range = *link && (*link)->address == address ? *link : NULL;
    if (range) {
        space_unmap(space, address, range->pages);
        *link = range->next;
        result = OK;
    }
    interrupts_restore(flags);
    heap_free(range);
    return result;
}
