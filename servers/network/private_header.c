/* SPDX-License-Identifier: GPL-2.0-only */
/* Headers in private memory (private_header.h). */
#include "private_header.h"

#include "lwip/def.h"
#include "lwip/memp.h"

#include <string.h>

#define GUARD 4                 /* zeros behind a header */

struct private_header {
    struct pbuf_custom custom;  /* first: lwIP knows it by this address */
    u32 received;               /* 1 if it counts as held */
    /* Before the header there is room for those of the layers below, where lwIP moves back. */
    u8 bytes[PRIVATE_HEADER_FRONT + PRIVATE_HEADER_MAX + GUARD];
};

LWIP_MEMPOOL_DECLARE(PRIVATE_HEADER, PRIVATE_HEADER_COUNT, sizeof(struct private_header), "PRIVATE_HEADER")

static u32 held;

void private_headers_start(void)
{
    LWIP_MEMPOOL_INIT(PRIVATE_HEADER);
}

static void free_header(struct pbuf *p)
{
    struct private_header *self = (struct private_header *)(void *)p;

    held -= self->received;
    LWIP_MEMPOOL_FREE(PRIVATE_HEADER, self);
}

static struct private_header *allocate_header(u32 received)
{
    struct private_header *self = (struct private_header *)LWIP_MEMPOOL_ALLOC(PRIVATE_HEADER);

    if (self == NULL)
        return NULL;
    self->custom.custom_free_function = free_header;
    self->received = received;
    held += received;
    return self;
}

static struct pbuf *make_pbuf(struct private_header *self, u32 offset, u32 length)
{
    return pbuf_alloced_custom(PBUF_RAW, (u16_t)length, PBUF_ROM, &self->custom, self->bytes + offset,
                               (u16_t)(sizeof self->bytes - offset));
}

/* The rest of a long header, beyond the `copied` bytes. Returns its length. */
static u32 copy_rest(u8 *header, const struct pbuf *p, u32 copied, u32 claimed)
{
    u32 length = LWIP_MIN(claimed, LWIP_MIN(p->len, PRIVATE_HEADER_MAX));

    if (length <= copied)
        return copied;
    memcpy(header + copied, (const u8 *)p->payload + copied, length - copied);
    return length;
}

struct pbuf *private_header_take(struct pbuf *p, u32 least, u32 (*measure)(const u8 *header))
{
    struct private_header *self = allocate_header(1);
    u32 length = LWIP_MIN(least, p->len);
    struct pbuf *first;
    u8 *header;

    if (self == NULL) {
        pbuf_free(p);
        return NULL;
    }
    header = self->bytes + PRIVATE_HEADER_FRONT;
    memcpy(header, p->payload, length);
    if (measure != NULL && length == least)
        length = copy_rest(header, p, length, measure(header));
    memset(header + length, 0, GUARD);
    first = make_pbuf(self, PRIVATE_HEADER_FRONT, length);
    pbuf_remove_header(p, length);
    pbuf_cat(first, p);
    return first;
}

struct pbuf *private_header_new(u32 length)
{
    struct private_header *self;

    if (length > PRIVATE_HEADER_MAX - PBUF_TRANSPORT_HLEN)
        return NULL;
    self = allocate_header(0);
    return self ? make_pbuf(self, PBUF_TRANSPORT_HLEN, length) : NULL;
}

int is_private_header(const struct pbuf *p)
{
    const struct pbuf_custom *custom = (const struct pbuf_custom *)(const void *)p;

    return (p->flags & PBUF_FLAG_IS_CUSTOM) != 0 && custom->custom_free_function == free_header;
}

u32 private_header_room(const struct pbuf *p)
{
    const struct private_header *self = (const struct private_header *)(const void *)p;

    return is_private_header(p) ? (u32)((const u8 *)p->payload - self->bytes) : 0;
}

u32 private_headers_held(void)
{
    return held;
}
