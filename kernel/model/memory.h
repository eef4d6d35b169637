/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory objects: what a reference to the interface Memory denotes, if it is physical
 * memory. */
#ifndef KERNEL_MODEL_MEMORY_H
#define KERNEL_MODEL_MEMORY_H

#include "types.h"

struct space;

enum memory_kind {
    MEMORY_PAGES,               /* allocated; freed with the object */
    MEMORY_MODULE,              /* a boot module: stays */
    MEMORY_DEVICE               /* a device's registers: mapped uncached */
};

struct memory {
    enum memory_kind kind;
    u32 physical;               /* address of the first byte */
    u32 size;                   /* in bytes, not 0; physical + size does not wrap */
    void *mapping;              /* MEMORY_DEVICE: in the window, while mappings is not 0 */
    u32 mappings;
};

/* A new object, or null if memory is short. It does not take the pages: destroying the
 * object frees them if its kind is MEMORY_PAGES. */
struct memory *memory_new(enum memory_kind kind, u32 physical, u32 size);

/* Maps it into the kernel's domain; returns the address of its first byte, or null if
 * the window is full. For Component.map(), whose caller keeps the object alive until
 * memory_unmap(). Several mappings share one address. */
void *memory_map(struct memory *self);

/* Undoes one memory_map(). */
void memory_unmap(struct memory *self);

/* Maps it into a space, for user mode, in a range of its own; a device's registers uncached.
 * Stores the address of its first byte. Several mappings have an address each. The caller
 * keeps the object alive until memory_unmap_space(). Errors: those of space_reserve(). */
status memory_map_space(struct memory *self, struct space *space, u32 *address);

/* Undoes a memory_map_space(), by the address that it stored. */
void memory_unmap_space(struct memory *self, struct space *space, u32 address);

#endif
