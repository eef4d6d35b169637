/* SPDX-License-Identifier: GPL-2.0-only */
/* The window: single pages mapped into the kernel's part of the address space, first
 * fit. Its page tables lie one after the other, so they are one array of entries. */
#include "machine/interrupts.h"
#include "machine/pages.h"
#include "machine/paging.h"
#include "machine/space_area.h"
#include "machine/window.h"

#include <stddef.h>

#define WINDOW_PAGES    (WINDOW_SIZE / PAGE_SIZE)

/* boot.asm. Entries are changed with interrupts off. */
extern u32 window_entries[WINDOW_PAGES];

void address_space_initialise(u32 ram_end)
{
    u32 pages = (ram_end + LARGE_PAGE - 1) / LARGE_PAGE;
    page_directory[0] = 0;
    for (u32 i = pages; i < DIRECT_MAP_SIZE / LARGE_PAGE; i++)
        page_directory[DIRECT_MAP / LARGE_PAGE + i] = 0;
    page_invalidate(0);
    for (u32 i = pages; i < DIRECT_MAP_SIZE / LARGE_PAGE; i++)
        page_invalidate(DIRECT_MAP + i * LARGE_PAGE);
    /* The identity mapping was used at many addresses, but is not global. */
    u32 directory;
    __asm__ volatile("movl %%cr3, %0\n\tmovl %0, %%cr3" : "=r"(directory) : : "memory");
}

/* The first entry of `count` unmapped ones with another in front and behind; 0 if there
 * is no such run. */
static u32 find_run(u32 count)
{
    u32 length = 0;
    for (u32 entry = 0; entry < WINDOW_PAGES; entry++) {
        length = window_entries[entry] ? 0 : length + 1;
        if (length == count + 2)
            return entry - count;
    }
    return 0;
}

/* `entry` is the first page's; each further one stands `step` higher. */
static void *place(u32 entry, u32 step, u32 count)
{
    u32 saved = interrupts_disable();
    u32 first = find_run(count);
    for (u32 i = 0; first && i < count; i++)
        window_entries[first + i] = (entry + i * step) | (i + 1 == count ? ENTRY_LAST : 0);
    interrupts_restore(saved);
    return first ? (void *)(WINDOW + first * PAGE_SIZE) : NULL;
}

static void *map(u32 physical, u32 count, u32 flags)
{
    return place(physical | flags | ENTRY_PRESENT | ENTRY_WRITABLE | ENTRY_GLOBAL, PAGE_SIZE, count);
}

static status unmap(void *address)
{
    u32 entry = ((u32)address - WINDOW) / PAGE_SIZE;
    if (entry == 0 || entry >= WINDOW_PAGES)
        return E_INVAL;
    u32 saved = interrupts_disable();
    u32 valid = window_entries[entry] && !window_entries[entry - 1];
    for (u32 last = !valid; !last; entry++) {
        last = window_entries[entry] & ENTRY_LAST;
        window_entries[entry] = 0;
        page_invalidate(WINDOW + entry * PAGE_SIZE);
    }
    interrupts_restore(saved);
    return valid ? OK : E_INVAL;
}

void *device_map(u32 physical, u32 size)
{
    u32 offset = physical & PAGE_MASK;
    if (!size || size - 1 > 0xffffffff - physical || size > WINDOW_SIZE)
        return NULL;
    char *address = map(physical - offset, (offset + size + PAGE_MASK) / PAGE_SIZE, ENTRY_UNCACHED);
    return address ? address + offset : NULL;
}

status device_unmap(void *address)
{
    return unmap(address);
}

void *window_map(u32 physical, u32 count)
{
    if (!count || count > WINDOW_PAGES || physical & PAGE_MASK)
        return NULL;
    return map(physical, count, 0);
}

status window_unmap(void *address)
{
    return (u32)address & PAGE_MASK ? E_INVAL : unmap(address);
}

void *window_reserve(u32 count)
{
    return count && count <= WINDOW_PAGES ? place(ENTRY_RESERVED, 0, count) : NULL;
}

static void set_reserved(u32 address, u32 value)
{
    u32 *entry = &window_entries[(address - WINDOW) / PAGE_SIZE];
    u32 saved = interrupts_disable();
    *entry = (*entry & ENTRY_LAST) | ENTRY_RESERVED | value;
    page_invalidate(address);
    interrupts_restore(saved);
}

void window_set(u32 address, u32 physical, u32 flags)
{
    set_reserved(address, physical | flags | ENTRY_PRESENT | ENTRY_GLOBAL);
}

void window_clear(u32 address)
{
    set_reserved(address, 0);
}

u32 window_physical(u32 address)
{
    u32 entry = (address - WINDOW) / PAGE_SIZE;
    if (entry >= WINDOW_PAGES || !(window_entries[entry] & ENTRY_PRESENT))
        return 0;
    return (window_entries[entry] & ~PAGE_MASK) + (address & PAGE_MASK);
}

u32 address_is_mapped(u32 address)
{
    if (address - WINDOW < WINDOW_SIZE)
        return window_physical(address) != 0;
    if (address >= SPACE_AREA)
        return address < SPACE_AREA + AREA_TABLE_ENTRIES * PAGE_SIZE;
    return page_directory[address / LARGE_PAGE] != 0;
}
