/* SPDX-License-Identifier: GPL-2.0-only */
/* Large memory comes from the same heap. (Linux: include/linux/vmalloc.h) */
#ifndef SLIPWAY_LINUX_VMALLOC_H
#define SLIPWAY_LINUX_VMALLOC_H

#include <linux/slab.h>

#define vmalloc(size)   kmalloc(size, GFP_KERNEL)
#define vzalloc(size)   kzalloc(size, GFP_KERNEL)
#define vfree(block)    kfree(block)

#endif
