/* SPDX-License-Identifier: GPL-2.0-only */
/* Pagers that lie: each answers in the way that it was made for. */
#include "lies.h"
#include "liar.server.h"
#include "runtime.h"

#define PAGE_SIZE 4096u
#define PAGES     4u

static struct liar { u32 unused; } self_liar;

/* There is one pager at a time. */
static struct pager {
    enum lie lie;
    Pager own;                  /* to itself, for a circle: it stays until the server goes */
    Runnable meanwhile;
    u32 address;                /* where it is mapped here */
} self_pager;

static Memory pages;
static u32 faults, sizes;         /* how often it was asked for a page, for its size */

status construct(struct liar_roots *roots)
{
    roots->liar = &self_liar;
    return PhysicalMemory_allocate(memory, PAGES * PAGE_SIZE, &pages);
}

void destruct(void)
{
}

static void forget_all(struct pager *self)
{
    if (self->address)
        Component_unmap(component, self->address);
    Runnable_release(self->meanwhile);
    self->meanwhile = 0;
    self->address = 0;
}

status liar_create(struct liar *self, u32 lie, Runnable meanwhile, Pager *pager)
{
    (void)self;
    forget_all(&self_pager);
    faults = sizes = 0;
    self_pager.lie = lie;
    self_pager.meanwhile = meanwhile ? Runnable_duplicate(meanwhile) : 0;
    *pager = pager_create(&self_pager);
    self_pager.own = Pager_duplicate(*pager);
    return self_pager.own ? OK : E_NOMEM;
}

u32 liar_getFaults(struct liar *self)
{
    (void)self;
    return faults;
}

u32 pager_getSize(struct pager *self)
{
    switch (self->lie) {
    case LIE_has_an_odd_size: return PAGES * PAGE_SIZE + 1;
    case LIE_has_no_size: return 0;
    case LIE_shrinks: return (sizes++ ? 1 : PAGES) * PAGE_SIZE;
    case LIE_is_too_large: return (64u << 20) + PAGE_SIZE;
    default: return PAGES * PAGE_SIZE;
    }
}

/* Its own pages, through itself. */
static u32 read_itself(struct pager *self, u32 offset)
{
    if (!self->address && Component_map(component, (Any)self->own, &self->address) < 0)
        return 0;
    return *(volatile u32 *)(self->address + offset);
}

/* A handle that was this server's until now: the kernel uses others first, before it gives it out again. */
static Any make_released(void)
{
    Semaphore semaphore = 0;

    Threads_createSemaphore(threads, 0, &semaphore);
    Semaphore_release(semaphore);
    return (Any)semaphore;
}

status pager_fault(struct pager *self, u32 offset, u32 write, Any *page, u32 *memory_offset, u32 *writable)
{
    faults++;
    *page = Any_duplicate((Any)pages);
    *memory_offset = offset;
    *writable = write;
    switch (self->lie) {
    case LIE_slow: Threads_sleep(threads, 20); break;
    case LIE_refuses: return E_IO;
    case LIE_gives_nothing: Any_release(*page); *page = 0; break;
    /* An odd number is no handle, whatever else this server holds. */
    case LIE_gives_a_forged_reference: *page = (Any)((u32)*page | 1); break;
    case LIE_gives_a_released_reference: Any_release(*page); *page = make_released(); break;
    case LIE_gives_its_component: Any_release(*page); *page = Any_duplicate((Any)component); break;
    case LIE_gives_another_interface: *page = Any_duplicate((Any)log); break;
    case LIE_says_an_odd_offset: *memory_offset = offset + 100; break;
    case LIE_says_a_far_offset: *memory_offset = PAGES * PAGE_SIZE; break;
    case LIE_says_a_wrapping_offset: *memory_offset = 0xfffff000; break;
    case LIE_gives_a_read_only_page: *writable = 0; break;
    case LIE_goes_round_in_a_circle: *page = Any_duplicate((Any)self->own); break;
    case LIE_needs_itself: read_itself(self, offset); break;
    case LIE_dies: *(volatile u32 *)0 = 0xbad; break;
    case LIE_lets_it_be_unmapped:
    case LIE_lets_the_client_be_killed: Runnable_run(self->meanwhile); break;
    default: break;
    }
    return OK;
}

void pager_destroy(struct pager *self)
{
    forget_all(self);
}
