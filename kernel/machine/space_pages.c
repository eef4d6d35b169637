/* SPDX-License-Identifier: GPL-2.0-only */
/* The pages of an address space. A page table is made when its first page is mapped and stays
 * until the space is cleared: reserving takes the lowest addresses first, so tables are few. */
#include "machine/interrupts.h"
#include "machine/pages.h"
#include "machine/paging.h"
#include "machine/panic.h"
#include "machine/space.h"

#include <stddef.h>

#define FLAGS       (SPACE_WRITABLE | SPACE_UNCACHED)
#define FLUSH_PAGES 32u         /* from so many on, forgetting all translations is cheaper */

_Static_assert(SPACE_WRITABLE == ENTRY_WRITABLE && SPACE_UNCACHED == ENTRY_UNCACHED,
               "flags go into entries as they are");

static void assert_pages(u32 address, u32 pages)
{
    ASSERT(!(address & PAGE_MASK) && address >= USER_START && address < USER_END);
    ASSERT(pages <= (USER_END - address) / PAGE_SIZE);
}

/* The entry for a page; null if it has no page table. */
static u32 *find_entry(const struct space *space, u32 address)
{
    u32 table = space->entries[address / LARGE_PAGE];
    return table ? (u32 *)direct_map(table & ~PAGE_MASK) + address / PAGE_SIZE % TABLE_PAGES : NULL;
}

/* The same; the table is made if need be. Null if there is no memory for it. */
static u32 *make_entry(struct space *space, u32 address, u32 spare)
{
    u32 *table = &space->entries[address / LARGE_PAGE];
    if (!*table) {
        void *page = spare ? pages_allocate_spare(1) : pages_allocate(1);
        if (!page)
            return NULL;
        *table = physical_address(page) | ENTRY_PRESENT | ENTRY_WRITABLE | ENTRY_USER;
        space->pages++;
    }
    return find_entry(space, address);
}

/* Of `pages` pages from `address` on, as many as are in one page table. */
static u32 pages_in_table(u32 address, u32 pages)
{
    u32 rest = TABLE_PAGES - address / PAGE_SIZE % TABLE_PAGES;
    return pages < rest ? pages : rest;
}

/* Makes the processor forget pages of the space, if it is loaded. */
static void flush(const struct space *space, u32 address, u32 pages)
{
    if (space->directory != current_directory)
        return;
    if (pages >= FLUSH_PAGES)
        __asm__ volatile("movl %0, %%cr3" : : "r"(current_directory) : "memory");
    else
        for (u32 i = 0; i < pages; i++)
            page_invalidate(address + i * PAGE_SIZE);
}

/* What is in one page table is one step, so that space_clear() cannot come in between. */
static status map_in_table(struct space *space, u32 address, u32 entry, u32 pages, u32 spare)
{
    status result = OK;
    u32 flags = interrupts_disable();
    u32 *at = space->cleared ? NULL : make_entry(space, address, spare);
    if (at) {
        for (u32 i = 0; i < pages; i++)
            at[i] = entry + i * PAGE_SIZE;
        flush(space, address, pages);
    } else {
        result = space->cleared ? E_GONE : E_NOMEM;
    }
    interrupts_restore(flags);
    return result;
}

status space_map(struct space *space, u32 address, u32 physical, u32 pages, u32 flags)
{
    status result = OK;
    u32 entry = physical | (flags & FLAGS) | ENTRY_PRESENT | ENTRY_USER;
    assert_pages(address, pages);
    ASSERT(!(physical & PAGE_MASK));
    while (result == OK && pages) {
        u32 step = pages_in_table(address, pages);
        result = map_in_table(space, address, entry, step, flags & SPACE_SPARE);
        address += step * PAGE_SIZE;
        entry += step * PAGE_SIZE;
        pages -= step;
    }
    return result;
}

/* Replaces each entry of a mapped page by its bits in `keep`, and those in `add`. */
static void change(struct space *space, u32 address, u32 pages, u32 keep, u32 add)
{
    assert_pages(address, pages);
    while (pages) {
        u32 step = pages_in_table(address, pages), flags = interrupts_disable();
        u32 *at = find_entry(space, address);
        for (u32 i = 0; at && i < step; i++)
            if (at[i])
                at[i] = (at[i] & keep) | add;
        if (at)
            flush(space, address, step);
        interrupts_restore(flags);
        address += step * PAGE_SIZE;
        pages -= step;
    }
}

void space_protect(struct space *space, u32 address, u32 pages, u32 flags)
{
    change(space, address, pages, ~FLAGS, flags & FLAGS);
}

void space_unmap(struct space *space, u32 address, u32 pages)
{
    change(space, address, pages, 0, 0);
}

status space_lookup(const struct space *space, u32 address, u32 *physical, u32 *flags)
{
    if (address >= USER_END)
        return E_FAULT;
    u32 saved = interrupts_disable();
    const u32 *at = find_entry(space, address);
    u32 entry = at ? *at : 0;
    interrupts_restore(saved);
    if (!entry)
        return E_FAULT;
    *physical = (entry & ~PAGE_MASK) + (address & PAGE_MASK);
    *flags = entry & FLAGS;
    return OK;
}
