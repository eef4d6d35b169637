/* SPDX-License-Identifier: GPL-2.0-only */
/* Page directories and tables as the processor reads them. (Intel SDM volume 3, 4.3.) */
#ifndef KERNEL_MACHINE_PAGING_H
#define KERNEL_MACHINE_PAGING_H

#include "machine/machine.h"

#define LARGE_PAGE      0x400000u       /* bytes that one entry of a directory stands for */
#define TABLE_PAGES     1024u           /* pages that one table maps */

#define ENTRY_PRESENT   0x001u
#define ENTRY_WRITABLE  0x002u
#define ENTRY_USER      0x004u
#define ENTRY_UNCACHED  0x018u          /* PCD and PWT */
#define ENTRY_GLOBAL    0x100u
#define ENTRY_LARGE     0x080u          /* of a directory: a page of 4 MiB */
#define ENTRY_RESERVED  0x400u          /* free for software: of a reserved range in the window */
#define ENTRY_LAST      0x200u          /* free for software: the last page of a mapping in the window */

/* The kernel's own directory (boot.asm). */
extern u32 page_directory[1024];

#endif
