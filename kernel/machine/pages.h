/* SPDX-License-Identifier: GPL-2.0-only */
/* Physical pages. Everything handed out is in the direct map. Safe with interrupts on
 * or off. */
#ifndef KERNEL_MACHINE_PAGES_H
#define KERNEL_MACHINE_PAGES_H

#include "machine/machine.h"

/* Takes over the RAM that the multiboot memory map names, except the first MiB, the
 * kernel and the boot modules. Called once, after multiboot_initialise(). */
void pages_initialise(void);

/* `count` pages, contiguous and zeroed, or null if there is no such run (or count is 0). */
void *pages_allocate(u32 count);

/* The same on behalf of user mode: null also if fewer than PAGES_RESERVED pages would stay free. They
 * are for the kernel and its servers, so that nobody in user mode can bring those to a stop. */
void *pages_allocate_spare(u32 count);

#define PAGES_RESERVED 1024u    /* 4 MiB */

/* Gives pages back: any part of what pages_allocate() returned. E_INVAL, changing
 * nothing and saying so in the log, if one of them is free already or never was the
 * allocator's, or if `pages` is not the start of a page. */
status pages_free(void *pages, u32 count);

/* Number of free pages. */
u32 pages_free_count(void);

/* Physical address behind a kernel address: in the direct map, or mapped in the
 * window. Panics if nothing is mapped there. */
u32 physical_address(const void *address);

/* The direct map's address of a physical one below DIRECT_MAP_SIZE. */
static inline void *direct_map(u32 physical)
{
    return (void *)(physical + DIRECT_MAP);
}

#endif
