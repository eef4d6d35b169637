/* SPDX-License-Identifier: GPL-2.0-only */
/* Pages of a pager's own. */
#include "private_pages.h"

#include "runtime.h"

#define SIZE_MAX (64u << 20)

status private_pages_make(struct private_pages *pages, u32 size)
{
    u32 count = (size + PAGE_SIZE - 1) / PAGE_SIZE, bytes = count * sizeof(Memory);

    if (!size || size > SIZE_MAX)
        return E_INVAL;
    *pages = (struct private_pages){ .count = count, .page = allocate(bytes) };
    if (!pages->page)
        return E_NOMEM;
    memset(pages->page, 0, bytes);
    return OK;
}

void private_pages_release(struct private_pages *pages)
{
    for (u32 i = 0; pages->page && i < pages->count; i++)
        Memory_release(pages->page[i]);
    deallocate(pages->page);
}

status private_pages_give(struct private_pages *pages, u32 index, u32 write, Any *page, u32 *memory_offset,
                          u32 *writable)
{
    *page = Any_duplicate((Any)pages->page[index]);
    if (!*page)
        return E_NOMEM;
    *memory_offset = 0;
    *writable = 1;
    pages->reads += !write;
    pages->writes += !!write;
    return OK;
}
