/* SPDX-License-Identifier: GPL-2.0-only */
/* What pager.c and pager_fault.c share: a paged mapping, and its pages. */
#ifndef KERNEL_MODEL_PAGER_MAPPING_H
#define KERNEL_MODEL_PAGER_MAPPING_H

#include "machine/machine.h"
#include "model/pager.h"

struct domain;
struct object;
struct page_answer;

/* A page that is mapped is the memory object that it stands in, counted once, and whether it can be
 * written to; 0 is a page that is not mapped. The scratch page is of no object. */
#define PAGE_WRITABLE   1u

struct paged {
    struct paged *next;         /* of all */
    struct server *server;      /* who made it */
    struct space *space;        /* null: the window */
    struct slot *pager;         /* the kernel's own */
    u32 address;
    u32 count;                  /* of pages */
    u32 *pages;
    u8 *scratch;                /* a page for those that could not be supplied; null in user spaces */
    struct domain *grave;       /* server_failure.h; null in user spaces, and once it was needed */
    u32 users;                  /* threads that do something with it: it stays as long */
    u32 ended;                  /* unmapped: every page fails */
    u32 failed;                 /* scratch is mapped: it stays until its server is freed */
};

/* The mapping at an address of a space. Interrupts are off. */
struct paged *paged_find(const struct space *space, u32 address);

/* One user less. The last frees it if it was unmapped. Interrupts are on, in a frame of the
 * kernel's. */
void paged_release(struct paged *paged);

/* Maps what a pager answered as page `index`, in place of what was mapped there; `*replaced` is an
 * object to be dropped. E_NOMEM, E_GONE. Interrupts are off. */
status paged_put(struct paged *paged, u32 index, const struct page_answer *answer, struct object **replaced);

/* Whether a page is mapped as the access needs it. */
static inline int paged_has(const struct paged *paged, u32 index, u32 write)
{
    return write ? paged->pages[index] & PAGE_WRITABLE : paged->pages[index] != 0;
}

#endif
