/* SPDX-License-Identifier: GPL-2.0-only */
/* Address spaces and the window, played by a process: addresses are handed out, and what is
 * mapped where is only noted. */
#include "host_space.h"

#include "host.h"
#include "machine/heap.h"
#include "model/memory.h"
#include "machine/pages.h"
#include "machine/space.h"
#include "machine/window.h"

#define FIRST_DIRECTORY 0x1000u
#define NOTES           512u
#define PRESENT         1u

u32 host_spaces, host_ranges, host_no_tables;
u32 kernel_stack_top, current_directory;

/* A page that is mapped. */
static struct note {
    const struct space *space;
    u32 address;
    u32 entry;                      /* 0: the note is free */
} notes[NOTES];

/* The window: a space that begins elsewhere. */
static struct space window;

static struct note *find_note(const struct space *space, u32 address)
{
    u32 i;

    for (i = 0; i < NOTES; i++)
        if (notes[i].entry && notes[i].space == space && notes[i].address == address)
            return &notes[i];
    return NULL;
}

static void unnote(const struct space *space, u32 address, u32 pages)
{
    struct note *note;
    u32 i;

    for (i = 0; i < pages; i++)
        if ((note = find_note(space, address + i * PAGE_SIZE)))
            note->entry = 0;
}

/* What does not fit is not noted: only tests of pages that come and go look. */
static void note_page(const struct space *space, u32 address, u32 entry)
{
    u32 i;

    unnote(space, address, 1);
    for (i = 0; i < NOTES && notes[i].entry; i++)
        ;
    if (i < NOTES)
        notes[i] = (struct note){ space, address, entry | PRESENT };
}

u32 host_mapped(const struct space *space, u32 address)
{
    const struct note *note = space ? find_note(space, address) : find_note(&window, address - WINDOW);

    return note ? note->entry & ~PRESENT : 0;
}

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
    unnote(space, range->address, range->pages);
    heap_free(range);
    return OK;
}

status space_map(struct space *space, u32 address, u32 physical, u32 pages, u32 flags)
{
    u32 i;

    if (space->cleared || host_no_tables)
        return space->cleared ? E_GONE : E_NOMEM;
    for (i = 0; i < pages; i++)
        note_page(space, address + i * PAGE_SIZE, (physical + i * PAGE_SIZE) | (flags & ~SPACE_SPARE));
    return OK;
}

void space_unmap(struct space *space, u32 address, u32 pages)
{
    unnote(space, address, pages);
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

void *window_reserve(u32 count)
{
    u32 address;

    return space_reserve(&window, count, &address) < 0 ? NULL : (void *)(WINDOW + address);
}

status window_unmap(void *address)
{
    return space_release(&window, (u32)address - WINDOW);
}

void window_set(u32 address, u32 physical, u32 flags)
{
    note_page(&window, address - WINDOW, physical | flags);
}

void window_clear(u32 address)
{
    unnote(&window, address - WINDOW, 1);
}
