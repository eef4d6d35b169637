/* SPDX-License-Identifier: GPL-2.0-only */
/* Pagers of the tests, and what they are mapped as. */
#include "paged_case.h"

#include <stdio.h>
#include <stdlib.h>

#include "machine/heap.h"
#include "machine/pages.h"
#include "model/slots.h"

#define SCRIPTS 64

struct memory *case_memory;
Memory case_reference;

void case_start(void)
{
    void *bytes = pages_allocate(2 * CASE_PAGES);

    case_memory = heap_allocate(sizeof *case_memory);
    *case_memory = (struct memory){ .kind = MEMORY_PAGES, .physical = (u32)bytes,
                                    .size = 2 * CASE_PAGES * PAGE_SIZE };
    case_reference = memory_create(case_memory);
}

u32 case_memory_count(void)
{
    return ((struct slot *)case_reference)->object->count;
}

struct paged_case case_begin(struct server *server, struct space *space, paged_fault *fault)
{
    static struct scripted scripts[SCRIPTS];
    static u32 used;
    struct paged_case c = { .script = &scripts[used++ % SCRIPTS], .space = space };
    status result;

    *c.script = (struct scripted){ .size = CASE_PAGES * PAGE_SIZE, .fault = fault };
    c.pager = scripted_create(c.script);
    result = pager_map(server, space, (struct slot *)Pager_duplicate(c.pager), &c.paged, &c.address);
    if (result < 0) {
        printf("Bail out! pager_map: %d\n", result);
        exit(1);
    }
    return c;
}

void case_end(struct paged_case *c)
{
    if (c->paged)
        pager_unmap(c->paged);
    Pager_release(c->pager);
}

u32 case_mapped(const struct paged_case *c, u32 page)
{
    return host_mapped(c->space, c->address + page * PAGE_SIZE);
}

status case_give_page(struct scripted *self, u32 offset, u32 write, struct page_given *given)
{
    (void)self;
    given->memory = (Any)Memory_duplicate(case_reference);
    given->offset = offset;
    given->writable = write;
    return OK;
}

status case_refuse(struct scripted *self, u32 offset, u32 write, struct page_given *given)
{
    (void)self, (void)offset, (void)write, (void)given;
    return E_IO;
}
