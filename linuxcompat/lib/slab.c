// SPDX-License-Identifier: GPL-2.0-only
/* Memory from the server's heap. (Linux: mm/slab_common.c, mm/util.c) */
#include <linux/slab.h>
#include <linux/string.h>

/* servers/runtime/runtime.h, which cannot be included beside Linux's headers. */
void *allocate(u32 size);
void deallocate(void *memory);

void *kmalloc(size_t size, gfp_t flags)
{
    void *block = allocate(size ? size : 1);

    if (block && flags & __GFP_ZERO)
        memset(block, 0, size);
    return block;
}

void kfree(const void *block)
{
    deallocate((void *)block);
}

void *kmemdup(const void *from, size_t size, gfp_t flags)
{
    void *copy = kmalloc(size, flags);

    return copy ? memcpy(copy, from, size) : NULL;
}

char *kstrdup(const char *text, gfp_t flags)
{
    return kmemdup(text, strlen(text) + 1, flags);
}
