/* SPDX-License-Identifier: GPL-2.0-only */
/* The area of the task segment and the port bitmap, and who may use which port. */
#include "bytes.h"
#include "machine/interrupts.h"
#include "machine/pages.h"
#include "machine/paging.h"
#include "machine/space.h"
#include "machine/space_area.h"

#include <stddef.h>

#define PORTS           0x10000u
#define BITMAP_PAGES    (PORT_BITMAP_SIZE / PAGE_SIZE)

u32 space_area_table[1024] __attribute__((aligned(4096)));
static u8 task_page[PAGE_SIZE] __attribute__((aligned(4096)));
static u8 ones_page[PAGE_SIZE] __attribute__((aligned(4096)));

void space_area_initialise(void)
{
    memset(ones_page, 0xff, sizeof ones_page);
    space_area_table[0] = physical_address(task_page) | ENTRY_PRESENT | ENTRY_WRITABLE | ENTRY_GLOBAL;
    for (u32 i = AREA_PORTS; i < AREA_TABLE_ENTRIES; i++)
        space_area_table[i] = physical_address(ones_page) | ENTRY_PRESENT;
    page_directory[SPACE_AREA / LARGE_PAGE] =
        physical_address(space_area_table) | ENTRY_PRESENT | ENTRY_WRITABLE;
}

/* Lets the processor see a change of the area's entries. */
static void flush_ports(const struct space *space)
{
    if (space->directory == current_directory)
        for (u32 i = 0; i < BITMAP_PAGES; i++)
            page_invalidate(PORT_BITMAP + i * PAGE_SIZE);
}

/* Gives the space a bitmap of its own, in which no port is allowed. */
static status make_bitmap(struct space *space)
{
    u8 *ports = pages_allocate(BITMAP_PAGES);
    if (!ports)
        return E_NOMEM;
    memset(ports, 0xff, PORT_BITMAP_SIZE);
    for (u32 i = 0; i < BITMAP_PAGES; i++)
        space->area[AREA_PORTS + i] = (physical_address(ports) + i * PAGE_SIZE) | ENTRY_PRESENT;
    space->ports = ports;
    space->pages += BITMAP_PAGES;
    flush_ports(space);
    return OK;
}

static u32 are_ports(u32 first, u32 count)
{
    return count && count <= PORTS && first <= PORTS - count;
}

status space_allow_ports(struct space *space, u32 first, u32 count)
{
    status result = OK;
    if (!are_ports(first, count))
        return E_RANGE;
    u32 flags = interrupts_disable();
    if (space->cleared)
        result = E_GONE;
    else if (!space->ports)
        result = make_bitmap(space);
    for (u32 port = first; result == OK && port < first + count; port++)
        space->ports[port / 8] &= (u8)~(1 << port % 8);
    interrupts_restore(flags);
    return result;
}

status space_deny_ports(struct space *space, u32 first, u32 count)
{
    if (!are_ports(first, count))
        return E_RANGE;
    u32 flags = interrupts_disable();
    for (u32 port = first; space->ports && port < first + count; port++)
        space->ports[port / 8] |= (u8)(1 << port % 8);
    interrupts_restore(flags);
    return OK;
}

void space_drop_ports(struct space *space)
{
    u8 *ports = space->ports;
    if (!ports)
        return;
    memcpy(&space->area[AREA_PORTS], &space_area_table[AREA_PORTS], BITMAP_PAGES * sizeof(u32));
    flush_ports(space);
    space->ports = NULL;
    space->pages -= BITMAP_PAGES;
    pages_free(ports, BITMAP_PAGES);
}
