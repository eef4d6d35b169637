/* SPDX-License-Identifier: GPL-2.0-only */
/* Paged mappings: made, given pages, and undone.
 *
 * All stand in one list. In a user space one that is unmapped goes at once, or with the last
 * fault that was in progress in it. In the kernel's domain the code that faults goes on whatever
 * happens, and so its page must not vanish under it: a mapping that was unmapped during a fault,
 * or whose pager failed, keeps its addresses until its server is freed, when no call is inside
 * that server any more. */
#include "kernel.server.h"
#include "machine/heap.h"
#include "machine/interrupts.h"
#include "machine/pages.h"
#include "machine/space.h"
#include "machine/window.h"
#include "model/frame_page.h"
#include "model/pager_ask.h"
#include "model/pager_mapping.h"
#include "model/server_failure.h"
#include "model/slots.h"

static struct paged *all;

struct paged *paged_find(const struct space *space, u32 address)
{
    struct paged *paged = all;

    while (paged && (paged->space != space || (address - paged->address) / PAGE_SIZE >= paged->count))
        paged = paged->next;
    return paged;
}

static u32 pages_of_table(const struct paged *paged)
{
    return (paged->count * sizeof *paged->pages + PAGE_MASK) / PAGE_SIZE;
}

/* Memory for a mapping of `count` pages. */
static status allocate(struct paged *paged, struct space *space, u32 count)
{
    u32 pages;

    paged->count = count;
    pages = pages_of_table(paged);
    paged->pages = space ? pages_allocate_spare(pages) : pages_allocate(pages);
    if (!paged->pages)
        return E_NOMEM;
    if (space)
        return space_reserve(space, count, &paged->address);
    paged->scratch = pages_allocate(1);
    paged->grave = server_make_grave();
    if (!paged->scratch || !paged->grave)
        return E_NOMEM;
    paged->address = (u32)window_reserve(count);
    return paged->address ? OK : E_NOSPC;
}

/* Gives back what allocate() took. */
static void give_back(struct paged *paged)
{
    if (paged->address && paged->space)
        space_release(paged->space, paged->address);
    else if (paged->address)
        window_unmap((void *)paged->address);
    if (paged->scratch)
        pages_free(paged->scratch, 1);
    if (paged->pages)
        pages_free(paged->pages, pages_of_table(paged));
    heap_free(paged->grave);
    heap_free(paged);
}

static status ask_size(Pager pager, u32 *count)
{
    status called;
    u32 size = Pager_getSize_checked(pager, &called);

    *count = size / PAGE_SIZE;
    if (called < 0)
        return called;
    return size && size <= PAGER_SIZE_MAX && !(size & PAGE_MASK) ? OK : E_SIZE;
}

status pager_map(struct server *server, struct space *space, struct slot *slot, struct paged **made,
                 u32 *address)
{
    struct paged *paged;
    status result;
    u32 count, flags;

    result = ask_size((Pager)slot, &count);
    if (result < 0)
        return result;
    paged = heap_allocate(sizeof *paged);
    if (!paged)
        return E_NOMEM;
    paged->server = server;
    paged->space = space;
    result = allocate(paged, space, count);
    if (result < 0) {
        give_back(paged);
        return result;
    }
    paged->pager = slot;
    *address = paged->address;
    flags = interrupts_disable();
    paged->next = all;
    all = paged;
    interrupts_restore(flags);
    *made = paged;
    return OK;
}

static struct object *object_of(u32 page)
{
    return (struct object *)(page & ~PAGE_WRITABLE);
}

status paged_put(struct paged *paged, u32 index, const struct page_answer *answer, struct object **replaced)
{
    u32 address = paged->address + index * PAGE_SIZE;
    u32 flags = (answer->writable ? SPACE_WRITABLE : 0) | (answer->uncached ? SPACE_UNCACHED : 0);
    status result = OK;

    if (paged->space)
        result = space_map(paged->space, address, answer->physical, 1, flags | SPACE_SPARE);
    else
        window_set(address, answer->physical, flags);
    if (result < 0)
        return result;
    *replaced = object_of(paged->pages[index]);
    paged->pages[index] = (u32)answer->memory | (answer->writable ? PAGE_WRITABLE : 0);
    return OK;
}

/* Unmaps page after page, so that its memory can go. */
static void drop_pages(struct paged *paged)
{
    struct object *object;
    u32 i, flags;

    for (i = 0; i < paged->count; i++) {
        flags = interrupts_disable();
        object = object_of(paged->pages[i]);
        if (object && paged->space)
            space_unmap(paged->space, paged->address + i * PAGE_SIZE, 1);
        else if (object)
            window_clear(paged->address + i * PAGE_SIZE);
        if (object)
            paged->pages[i] = 0;
        interrupts_restore(flags);
        if (object)
            object_drop(object);
    }
}

static void unlink_and_free(struct paged *paged)
{
    struct paged **link = &all;
    u32 flags = interrupts_disable();

    while (*link != paged)
        link = &(*link)->next;
    *link = paged->next;
    interrupts_restore(flags);
    Pager_release((Pager)paged->pager);
    give_back(paged);
}

void paged_release(struct paged *paged)
{
    u32 flags = interrupts_disable();
    int last = !--paged->users && paged->ended && !paged->failed;

    interrupts_restore(flags);
    if (last)
        unlink_and_free(paged);
}

void pager_unmap(struct paged *paged)
{
    u32 flags = interrupts_disable();

    paged->ended = 1;
    paged->users++;
    interrupts_restore(flags);
    drop_pages(paged);
    paged_release(paged);
}

/* The server's next mapping that was unmapped and stayed. */
static struct paged *find_ended(const struct server *server)
{
    struct paged *paged;
    u32 flags = interrupts_disable();

    for (paged = all; paged && (paged->server != server || !paged->ended); paged = paged->next)
        ;
    interrupts_restore(flags);
    return paged;
}

void pager_free_all(struct server *server)
{
    struct paged *paged;

    while ((paged = find_ended(server)))
        unlink_and_free(paged);
}
