/* SPDX-License-Identifier: GPL-2.0-only */
/* The window: the kernel's mappings of single pages. An unmapped page stands below
 * and above each of them. Its page tables exist from the start, so every address
 * space can share them without ever being told of a change. */
#ifndef KERNEL_MACHINE_WINDOW_H
#define KERNEL_MACHINE_WINDOW_H

#include "machine/machine.h"

/* Maps a physical range, uncached, for a device's registers. It need not start or end
 * at a page's boundary. Returns the address of its first byte, or null if the window
 * is full, `size` is 0 or the range wraps. */
void *device_map(u32 physical, u32 size);

/* Undoes a device_map(), by the address that it returned. E_INVAL if it is none. */
status device_unmap(void *address);

/* Maps `count` pages of RAM, cached, with a guard page below; null if the window is
 * full. The pages stay the caller's. */
void *window_map(u32 physical, u32 count);

/* Undoes a window_map() or a window_reserve(). E_INVAL if nothing was mapped there. */
status window_unmap(void *address);

#define WINDOW_WRITABLE 0x002u          /* flags of a page: the processor's own bits */
#define WINDOW_UNCACHED 0x018u

/* Reserves the addresses of `count` pages, with nothing mapped there, and guard pages around
 * them; null if the window is full. */
void *window_reserve(u32 count);

/* Maps one page of physical memory at a page's address that window_reserve() reserved, in place
 * of what was mapped there. */
void window_set(u32 address, u32 physical, u32 flags);

/* Unmaps such a page; its address stays reserved. */
void window_clear(u32 address);

/* Physical address behind one in the window, or 0 if nothing is mapped there. */
u32 window_physical(u32 address);

/* Whether the kernel could read the word at `address`. */
u32 address_is_mapped(u32 address);

/* Removes the identity mapping that booting needed and the direct map's part beyond
 * the RAM. Called once. */
void address_space_initialise(u32 ram_end);

#endif
