/* SPDX-License-Identifier: GPL-2.0-only */
/* The memory that a server's code and data are in. The kernel reaches all of it through the
 * direct map, at `base`. The server runs at `address`: in the kernel's domain that is the same
 * place; in a user domain the pages are mapped into its space, text read-only. */
#ifndef KERNEL_MODEL_IMAGE_H
#define KERNEL_MODEL_IMAGE_H

#include "types.h"

struct space;

/* The ranges are relative to `base` and `address`. */
struct image {
    u8 *base;                   /* `pages` pages, in one run; null: none */
    u32 address;
    u32 pages;
    u32 text_start, text_end;   /* of the executable segment */
    u32 data_start, data_end;   /* of the writable segment; both 0 if there is none */
};

/* Takes zeroed pages for an image whose ranges are set, and finds it an address in `space`, where
 * it is mapped; null: the kernel's domain. E_NOMEM, E_NOSPC, E_GONE; then there is nothing to
 * free. */
status image_allocate(struct image *image, struct space *space);

/* Unmaps and frees it. `space`: as before; it may be cleared already, or null if it is no more. */
void image_free(struct image *image, struct space *space);

#endif
