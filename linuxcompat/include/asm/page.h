/* SPDX-License-Identifier: GPL-2.0-only */
/* Pages of IA-32. */
#ifndef SLIPWAY_ASM_PAGE_H
#define SLIPWAY_ASM_PAGE_H

#include <linux/const.h>

#define PAGE_SHIFT 12
#define PAGE_SIZE (_AC(1, UL) << PAGE_SHIFT)
#define PAGE_MASK (~(PAGE_SIZE - 1))
#define PAGE_ALIGN(address) ALIGN(address, PAGE_SIZE)
#define offset_in_page(pointer) ((unsigned long)(pointer) & ~PAGE_MASK)

#endif
