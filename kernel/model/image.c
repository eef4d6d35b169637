/* SPDX-License-Identifier: GPL-2.0-only */
/* Images: pages, and where they are mapped. */
#include "model/image.h"

#include <stddef.h>

#include "machine/pages.h"
#include "machine/space.h"

/* A page that holds some of the data can be written; in a server file of ours none of them
 * holds text too. */
static status map(const struct image *image, struct space *space)
{
    u32 first = image->data_start / PAGE_SIZE;
    u32 end = (image->data_end + PAGE_MASK) / PAGE_SIZE;
    status result = space_map(space, image->address, physical_address(image->base), image->pages, 0);

    if (result >= 0)
        space_protect(space, image->address + first * PAGE_SIZE, end - first, SPACE_WRITABLE);
    return result;
}

static status place(struct image *image, struct space *space)
{
    status result = space_reserve(space, image->pages, &image->address);

    if (result < 0)
        return result;
    result = map(image, space);
    if (result < 0)
        space_release(space, image->address);
    return result;
}

status image_allocate(struct image *image, struct space *space)
{
    u32 end = image->text_end > image->data_end ? image->text_end : image->data_end;
    status result = OK;

    image->pages = (end + PAGE_MASK) / PAGE_SIZE;
    image->base = pages_allocate(image->pages);
    if (!image->base)
        return E_NOMEM;
    image->address = (u32)image->base;
    if (space)
        result = place(image, space);
    if (result < 0) {
        pages_free(image->base, image->pages);
        image->base = NULL;
    }
    return result;
}

void image_free(struct image *image, struct space *space)
{
    if (!image->base)
        return;
    if (space)
        space_release(space, image->address);
    pages_free(image->base, image->pages);
    image->base = NULL;
}
