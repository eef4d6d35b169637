/* SPDX-License-Identifier: GPL-2.0-only */
/* A pager that the test plays, mapped for a server: for the tests of paged mappings. */
#ifndef TESTS_COMPONENT_PAGED_CASE_H
#define TESTS_COMPONENT_PAGED_CASE_H

#include "hook.h"
#include "host.h"
#include "host_space.h"
#include "kernel.server.h"
#include "model/memory.h"
#include "model/pager.h"

#define CASE_PAGES 4u

typedef status paged_fault(struct scripted *self, u32 offset, u32 write, struct page_given *given);

struct paged_case {
    struct scripted *script;
    Pager pager;                /* the test's reference */
    struct paged *paged;        /* null once it was unmapped */
    u32 address;
    struct space *space;        /* null: the window */
};

/* Memory of 2 * CASE_PAGES pages, and the test's only reference to it. */
extern struct memory *case_memory;
extern Memory case_reference;

/* Makes both. */
void case_start(void);

/* How often the memory's object is counted: 1 is the reference. */
u32 case_memory_count(void);

/* Maps a pager of CASE_PAGES pages for `server`; exits if that fails. */
struct paged_case case_begin(struct server *server, struct space *space, paged_fault *fault);

/* Unmaps it, if it is still mapped, and releases it. */
void case_end(struct paged_case *c);

/* What is mapped as a page: the physical address, with flags. */
u32 case_mapped(const struct paged_case *c, u32 page);

/* Answers with the page of the memory at the same offset, read-only until it is written to. */
paged_fault case_give_page;

/* Answers with E_IO. */
paged_fault case_refuse;

#endif
