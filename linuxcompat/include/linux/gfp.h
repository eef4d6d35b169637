/* SPDX-License-Identifier: GPL-2.0-only */
/* How memory may be obtained; here it never waits. (Linux: include/linux/gfp.h) */
#ifndef SLIPWAY_LINUX_GFP_H
#define SLIPWAY_LINUX_GFP_H

#include <linux/types.h>

#define GFP_DMA         ((gfp_t)0x01u)
#define __GFP_HIGHMEM   ((gfp_t)0x02u)
#define GFP_DMA32       ((gfp_t)0x04u)
#define __GFP_ZERO      ((gfp_t)0x100u)
#define __GFP_NOWARN    ((gfp_t)0x2000u)
#define __GFP_COMP      ((gfp_t)0x40000u)
#define GFP_ATOMIC      ((gfp_t)0x20u)
#define GFP_KERNEL      ((gfp_t)0xcc0u)
#define GFP_NOWAIT      ((gfp_t)0x800u)

#endif
