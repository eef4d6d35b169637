/* SPDX-License-Identifier: GPL-2.0-only */
/* Small objects. Safe with interrupts on or off. */
#ifndef KERNEL_MACHINE_HEAP_H
#define KERNEL_MACHINE_HEAP_H

#include "types.h"

/* `size` zeroed bytes, aligned to 16, or null if memory is short (or size is 0). Sizes
 * above a page are possible, and cost whole pages. */
void *heap_allocate(u32 size);

/* The same, null also if it takes pages of which fewer than PAGES_RESERVED would stay free (pages.h). */
void *heap_allocate_spare(u32 size);

/* Gives back what heap_allocate() returned; null does nothing. Panics if it is no such
 * address, or free already. */
void heap_free(void *object);

#endif
