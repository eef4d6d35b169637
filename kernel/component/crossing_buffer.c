/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's buffers: the last page of each begins with the structure that ends it. */
#include "crossing_buffer.h"

#include "crossing.h"
#include "pages.h"
#include "signature.h"

/* With the cells of results that are not blocks. */
#define BYTES   ((CROSSING_BLOCKS_MAX + 4 * SIGNATURE_WORDS_MAX + PAGE_MASK) & ~PAGE_MASK)

struct crossing_buffer *crossing_buffers;

status crossing_buffer_create(void)
{
    u8 *pages = pages_allocate(BYTES / PAGE_SIZE + 1);
    struct crossing_buffer *buffer = (struct crossing_buffer *)(pages + BYTES);

    if (!pages)
        return E_NOMEM;
    buffer->next = crossing_buffers;
    crossing_buffers = buffer;
    return OK;
}
