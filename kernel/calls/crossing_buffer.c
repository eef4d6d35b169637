/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's buffers: the last page of each begins with the structure that ends it. */
#include "calls/crossing_buffer.h"

#include "calls/crossing.h"
#include "machine/interrupts.h"
#include "machine/pages.h"
#include "signature.h"

/* With the cells of results that are not blocks. */
#define BYTES   ((CROSSING_BLOCKS_MAX + 4 * SIGNATURE_WORDS_MAX + PAGE_MASK) & ~PAGE_MASK)
#define PAGES   (BYTES / PAGE_SIZE + 1)

struct crossing_buffer *crossing_buffers;
static u32 count;               /* of the free ones, and those that calls have */

/* Interrupts are off. */
static status add(u8 *pages)
{
    struct crossing_buffer *buffer = (struct crossing_buffer *)(pages + BYTES);

    if (!pages)
        return E_NOMEM;
    buffer->next = crossing_buffers;
    crossing_buffers = buffer;
    count++;
    return OK;
}

status crossing_buffers_initialise(void)
{
    status result = OK;
    u32 i, flags = interrupts_disable();

    for (i = 0; i < CROSSING_BUFFERS_KEPT && result >= 0; i++)
        result = add(pages_allocate(PAGES));
    interrupts_restore(flags);
    return result;
}

status crossing_buffer_create(void)
{
    return add(pages_allocate_spare(PAGES));
}

void crossing_buffers_trim(void)
{
    struct crossing_buffer *buffer;
    u32 flags = interrupts_disable();

    while (count > CROSSING_BUFFERS_KEPT && (buffer = crossing_buffers)) {
        crossing_buffers = buffer->next;
        count--;
        pages_free((u8 *)buffer - BYTES, PAGES);
    }
    interrupts_restore(flags);
}
