/* SPDX-License-Identifier: GPL-2.0-only */
/* The last 4 MiB of each address space, which the processor reads: the task segment, the same
 * in all, and behind it the port bitmap, which is the space's own if it has ports. Changing
 * the space changes the ports, at no further cost.
 *
 *      page 0      free | task segment             global
 *      pages 1, 2  port bitmap: 0 allowed          a page of ones, or the space's own
 *      page 3      ones: the byte behind the bitmap that the processor wants
 *
 * sysenter leaves the stack pointer at TSS_ESP0 for one instruction. A debug exception there
 * finds its stack in the free part of page 0. */
#ifndef KERNEL_MACHINE_SPACE_AREA_H
#define KERNEL_MACHINE_SPACE_AREA_H

#include "types.h"

struct space;

#define AREA_TABLE_ENTRIES  4
#define AREA_PORTS          1           /* index of the bitmap's first page */

/* The entries of a space without ports. */
extern u32 space_area_table[1024];

/* Puts the area into the kernel's directory. Called once, before the task segment is used. */
void space_area_initialise(void);

/* Gives up a space's own bitmap, if it has one. Interrupts are off. */
void space_drop_ports(struct space *space);

#endif
