/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory of the server: its own heap. (Linux: include/linux/slab.h) */
#ifndef SLIPWAY_LINUX_SLAB_H
#define SLIPWAY_LINUX_SLAB_H

#include <linux/gfp.h>
#include <linux/overflow.h>
#include <linux/types.h>

/* All return null when memory is short. Blocks are aligned to 8 bytes. */
void *kmalloc(size_t size, gfp_t flags);
void kfree(const void *block);

static inline void *kzalloc(size_t size, gfp_t flags)
{
    return kmalloc(size, flags | __GFP_ZERO);
}

static inline void *kmalloc_array(size_t number, size_t size, gfp_t flags)
{
    size_t bytes;

    return check_mul_overflow(number, size, &bytes) ? NULL : kmalloc(bytes, flags);
}

static inline void *kcalloc(size_t number, size_t size, gfp_t flags)
{
    return kmalloc_array(number, size, flags | __GFP_ZERO);
}

void *kmemdup(const void *from, size_t size, gfp_t flags);
char *kstrdup(const char *text, gfp_t flags);

#define kvmalloc(size, flags)   kmalloc(size, flags)
#define kvzalloc(size, flags)   kzalloc(size, flags)
#define kvfree(block)           kfree(block)

#endif
