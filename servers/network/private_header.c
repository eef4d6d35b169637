/* SPDX-License-Identifier: GPL-2.0-only */
/* Headers in private memory (private_header.h). */
#include "private_header.h"

#include "custom_pbuf.h"

#include "lwip/def.h"
#include "lwip/memp.h"

#include <string.h>

#define GUARD 4                 /* zeros behind a header */
#define USUAL 20                /* bytes of a header of IP or TCP without options */

struct private_header {
    struct pbuf_custom custom;  /* first: lwIP knows it by this address */
    /* Before the header there is room for those of the layers below, where lwIP moves back. */
    u8 bytes[PRIVATE_HEADER_FRONT + PRIVATE_HEADER_MAX + GUARD];
};

LWIP_MEMPOOL_DECLARE(PRIVATE_HEADER, PRIVATE_HEADER_COUNT, sizeof(struct private_header), "PRIVATE_HEADER")

void private_headers_start(void)
{
    LWIP_MEMPOOL_INIT(PRIVATE_HEADER);
}

static void free_header(struct pbuf *p)
{
    LWIP_MEMPOOL_FREE(PRIVATE_HEADER, (struct private_header *)(void *)p);
}

static struct private_header *allocate_header(void)
{
    return (struct private_header *)LWIP_MEMPOOL_ALLOC(PRIVATE_HEADER);
}

/* Copies the start of a packet's pbuf. Returns how long the header is. */
static u32 copy_header(u8 *header, const struct pbuf *p, u32 least, u32 (*measure)(const u8 *header))
{
    u32 available = LWIP_MIN(p->len, PRIVATE_HEADER_MAX), length = LWIP_MIN(least, available);

    if (available >= USUAL)             /* a constant: the copy is a few instructions */
        __builtin_memcpy(header, p->payload, USUAL);
    else
        memcpy(header, p->payload, available);
    if (measure != NULL && length == least) {
        u32 claimed = measure(header);

        length = LWIP_MIN(LWIP_MAX(claimed, least), available);
    }
    if (length > USUAL)
        memcpy(header + USUAL, (const u8 *)p->payload + USUAL, length - USUAL);
    memset(header + length, 0, GUARD);
    return length;
}

struct pbuf *private_header_take(struct pbuf *p, u32 least, u32 (*measure)(const u8 *header))
{
    struct private_header *self = allocate_header();
    struct pbuf *first;
    u32 length;
    u8 *header;

    if (self == NULL) {
        pbuf_free(p);
        return NULL;
    }
    header = self->bytes + PRIVATE_HEADER_FRONT;
    length = copy_header(header, p, least, measure);
    first = custom_pbuf_init(&self->custom, free_header, header, length);
    first->tot_len = p->tot_len;
    first->next = p;
    p->payload = (u8 *)p->payload + length;
    p->len = (u16_t)(p->len - length);
    p->tot_len = p->len;
    return first;
}

struct pbuf *private_header_new(u32 length)
{
    struct private_header *self;

    if (length > PRIVATE_HEADER_MAX - PBUF_TRANSPORT_HLEN)
        return NULL;
    self = allocate_header();
    if (self == NULL)
        return NULL;
    return custom_pbuf_init(&self->custom, free_header, self->bytes + PBUF_TRANSPORT_HLEN, length);
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
