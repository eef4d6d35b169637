/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory for generated code, cut from runs of pages one piece after the other. */
#include "calls/code_memory.h"

#include <stddef.h>

#include "machine/interrupts.h"
#include "machine/pages.h"

#define CODE_PAGES 16           /* taken at a time */

static u8 *rest;
static u32 rest_length;

static u32 lowest = ~0u, highest;       /* the first byte of all, and the one behind the last */

/* The new pages are the rest. */
static void add(u8 *pages, u32 length)
{
    rest = pages;
    rest_length = length;
    if (lowest > (u32)pages)
        lowest = (u32)pages;
    if (highest < (u32)pages + length)
        highest = (u32)pages + length;
}

static u8 *cut(u32 length)
{
    u8 *code = rest;

    if (length > rest_length)
        return NULL;
    rest += length;
    rest_length -= length;
    return code;
}

u8 *code_allocate(u32 length)
{
    u32 flags = interrupts_disable(), pages;
    u8 *code, *more;

    length = (length + CODE_ALIGNMENT - 1) & ~(CODE_ALIGNMENT - 1);
    code = cut(length);
    if (!code) {
        pages = (length + PAGE_MASK) / PAGE_SIZE;
        pages = pages > CODE_PAGES ? pages : CODE_PAGES;
        more = pages_allocate(pages);
        if (more) {
            add(more, pages * PAGE_SIZE);
            code = cut(length);
        }
    }
    interrupts_restore(flags);
    return code;
}

u32 code_contains(u32 address)
{
    return address >= lowest && address < highest;
}
