/* SPDX-License-Identifier: GPL-2.0-only */
/* What the pagers here share: pages of their own, which they allocate one by one, and counts of faults. For servers that
 * require `PhysicalMemory memory` and use the runtime's heap. */
#ifndef PAGERS_PRIVATE_PAGES_H
#define PAGERS_PRIVATE_PAGES_H

#include SERVER_HEADER           /* of the server that this is compiled for */

#define PAGE_SIZE 4096u

struct private_pages {
    u32 count;                  /* of pages */
    u32 reads, writes;          /* faults that were answered */
    Memory *page;               /* null: not allocated yet */
};

/* Room for as many pages as `size` bytes take, at most 64 MiB, and none of them allocated. E_INVAL, E_NOMEM. */
status private_pages_make(struct private_pages *pages, u32 size);

/* Gives pages and room back; of what was not made, nothing. */
void private_pages_release(struct private_pages *pages);

/* Answers a fault of Pager.fault() with page `index`, which is there, whole and writable. The caller owns the
 * reference. */
status private_pages_give(struct private_pages *pages, u32 index, u32 write, Any *page, u32 *memory_offset,
                          u32 *writable);

#endif
