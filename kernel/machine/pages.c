/* SPDX-License-Identifier: GPL-2.0-only */
/* The page allocator: two bits a page. It looks for runs first fit, from where the
 * last single page was found, and needs no memory of its own. */
#include <stddef.h>

#include "bytes.h"
#include "machine/interrupts.h"
#include "machine/log.h"
#include "machine/multiboot.h"
#include "machine/pages.h"
#include "machine/panic.h"
#include "machine/window.h"

#define PAGES_MAX   (DIRECT_MAP_SIZE / PAGE_SIZE)
#define WORD_BITS   32
#define FIRST_MIB   0x100000u

/* By page number: `owned` is the allocator's, ever; `free_pages` may be handed out. Free
 * pages are owned. Changed with interrupts off. */
static u32 owned[PAGES_MAX / WORD_BITS];
static u32 free_pages[PAGES_MAX / WORD_BITS];
static u32 free_count;
static u32 search_start;        /* page number from which single pages are looked for */

extern char kernel_physical_start[], kernel_physical_end[];    /* kernel.ld; addresses */

static u32 test(const u32 *map, u32 page)
{
    return map[page / WORD_BITS] >> page % WORD_BITS & 1;
}

static void set(u32 *map, u32 page)
{
    map[page / WORD_BITS] |= 1u << page % WORD_BITS;
}

static void clear(u32 *map, u32 page)
{
    map[page / WORD_BITS] &= ~(1u << page % WORD_BITS);
}

/* Takes over the whole pages of a range of RAM, above the first MiB; returns where the
 * RAM that the direct map reaches ends. */
static u32 own(u32 start, u32 size)
{
    u32 end = start + size;
    if (start >= DIRECT_MAP_SIZE)
        return 0;
    if (end > DIRECT_MAP_SIZE)
        end = DIRECT_MAP_SIZE;
    if (start < FIRST_MIB)
        start = FIRST_MIB;
    for (u32 page = (start + PAGE_MASK) / PAGE_SIZE; page < end / PAGE_SIZE; page++)
        if (!test(owned, page)) {
            set(owned, page);
            set(free_pages, page);
            free_count++;
        }
    return end;
}

/* Never hands out a range that is in use already. */
static void reserve(u32 start, u32 end)
{
    for (u32 page = start / PAGE_SIZE; page < (end + PAGE_MASK) / PAGE_SIZE; page++)
        if (test(owned, page)) {
            clear(owned, page);
            clear(free_pages, page);
            free_count--;
        }
}

void pages_initialise(void)
{
    u32 ram_end = 0;
    for (u32 i = 0; i < memory_region_count; i++) {
        u32 end = own(memory_regions[i].address, memory_regions[i].size);
        if (end > ram_end)
            ram_end = end;
    }
    reserve((u32)kernel_physical_start, (u32)kernel_physical_end);
    for (u32 i = 0; i < module_count; i++)
        reserve(modules[i].address, modules[i].address + modules[i].size);
    address_space_initialise(ram_end);
}

/* The first free page at or after `page`, or PAGES_MAX. */
static u32 next_free(u32 page)
{
    if (page >= PAGES_MAX)
        return PAGES_MAX;
    u32 index = page / WORD_BITS;
    u32 word = free_pages[index] & ~0u << page % WORD_BITS;
    while (!word) {
        if (++index == PAGES_MAX / WORD_BITS)
            return PAGES_MAX;
        word = free_pages[index];
    }
    return index * WORD_BITS + (u32)__builtin_ctz(word);
}

/* The first run of `count` free pages at or after `page`, or PAGES_MAX. */
static u32 find_run(u32 page, u32 count)
{
    while ((page = next_free(page)) <= PAGES_MAX - count) {
        u32 length = 1;
        while (length < count && test(free_pages, page + length))
            length++;
        if (length == count)
            return page;
        page += length;
    }
    return PAGES_MAX;
}

/* `kept` pages stay free. That is looked at in one step with taking the others: whoever is
 * interrupted in between would not know what was taken meanwhile. */
static void *allocate(u32 count, u32 kept)
{
    if (!count || count > PAGES_MAX)
        return NULL;
    u32 flags = interrupts_disable();
    if (free_count < kept || count > free_count - kept) {
        interrupts_restore(flags);
        return NULL;
    }
    u32 page = find_run(count == 1 ? search_start : 0, count);
    if (page == PAGES_MAX && count == 1)
        page = find_run(0, 1);
    if (page == PAGES_MAX) {
        interrupts_restore(flags);
        return NULL;
    }
    for (u32 i = 0; i < count; i++)
        clear(free_pages, page + i);
    free_count -= count;
    if (count == 1)
        search_start = page + 1;
    interrupts_restore(flags);
    return memset(direct_map(page * PAGE_SIZE), 0, count * PAGE_SIZE);
}

void *pages_allocate(u32 count)
{
    return allocate(count, 0);
}

void *pages_allocate_spare(u32 count)
{
    return allocate(count, PAGES_RESERVED);
}

/* Whether all pages of a run were handed out by the allocator. */
static u32 run_is_allocated(u32 page, u32 count)
{
    if (page >= PAGES_MAX || !count || count > PAGES_MAX - page)
        return 0;
    for (u32 i = 0; i < count; i++)
        if (!test(owned, page + i) || test(free_pages, page + i))
            return 0;
    return 1;
}

status pages_free(void *pages, u32 count)
{
    u32 physical = (u32)pages - DIRECT_MAP;
    u32 page = physical / PAGE_SIZE;
    u32 flags = interrupts_disable();
    u32 valid = !(physical & PAGE_MASK) && run_is_allocated(page, count);
    if (valid) {
        for (u32 i = 0; i < count; i++)
            set(free_pages, page + i);
        free_count += count;
    }
    interrupts_restore(flags);
    if (valid)
        return OK;
    log_printf("kernel: pages_free(%p, %u), from %p: not all allocated; nothing freed\n", pages, count,
               __builtin_return_address(0));
    return E_INVAL;
}

u32 pages_free_count(void)
{
    return free_count;
}

u32 physical_address(const void *address)
{
    u32 value = (u32)address;
    if (value >= DIRECT_MAP && value - DIRECT_MAP < DIRECT_MAP_SIZE)
        return value - DIRECT_MAP;
    u32 physical = window_physical(value);
    if (!physical)
        panic("physical_address(%p): nothing is mapped there", address);
    return physical;
}
