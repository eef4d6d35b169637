/* SPDX-License-Identifier: GPL-2.0-only */
/* Asking pagers for a page, and what can be made of their answers. Pagers are servers: nothing
 * that they say is believed. */
#ifndef KERNEL_MODEL_PAGER_ASK_H
#define KERNEL_MODEL_PAGER_ASK_H

#include "types.h"

struct interface_type;
struct object;
struct slot;

struct page_answer {
    struct object *memory;      /* the kernel's memory that the page stands in, counted once */
    u32 physical;               /* address of the page */
    u32 writable, uncached;
};

/* The interface Pager as the kernel knows it. */
const struct interface_type *pager_type(void);

/* Asks the pager that `slot`, the kernel's own, denotes, and those that it redirects to, for the
 * page at `offset`. In a frame of the kernel's, interrupts on. On failure `reason`, of
 * PAGER_REASON_MAX bytes, says which pager did what. */
status pager_ask(struct slot *slot, u32 offset, u32 write, struct page_answer *answer, char *reason);

#endif
