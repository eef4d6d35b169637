/* SPDX-License-Identifier: GPL-2.0-only */
/* What the boot loader left: the memory map and the modules. (Multiboot Specification
 * version 0.6.96, section 3.3.) */
#ifndef KERNEL_MACHINE_MULTIBOOT_H
#define KERNEL_MACHINE_MULTIBOOT_H

#include "types.h"

#define MULTIBOOT_MODULES_MAX   128
#define MULTIBOOT_REGIONS_MAX   64
#define MODULE_NAME_MAX         63

struct memory_region {          /* physical, below 4 GiB; size is not 0 */
    u32 address;
    u32 size;                   /* clipped so that address + size does not exceed 2^32 - 1 */
};

struct module {
    char name[MODULE_NAME_MAX + 1];
    u32 address;                /* physical */
    u32 size;
};

/* RAM as the boot loader found it, and the modules; constant after
 * multiboot_initialise(). */
extern struct memory_region memory_regions[MULTIBOOT_REGIONS_MAX];
extern u32 memory_region_count;
extern struct module modules[MULTIBOOT_MODULES_MAX];
extern u32 module_count;

/* Copies the boot loader's information (`magic` and `information` are eax and ebx of
 * the multiboot entry) before anything can overwrite it. Panics if it is unusable. */
void multiboot_initialise(u32 magic, u32 information);

/* Finds the boot module of that name: the last path component of the last word of its
 * command line. Stores its address in the direct map, and its size in bytes.
 * E_NOENT if there is none. */
status module_find(const char *name, const void **address, u32 *size);

#endif
