/* SPDX-License-Identifier: GPL-2.0-only */
/* Received segments: the TCP header is copied to private memory, the data stays in its
 * packet.
 *
 * lwIP swaps the header's bytes in place, keeps a segment that came out of order together
 * with its header, and computes from sequence numbers that it reads again later. In
 * shared memory they could change in between. The copy also ends in zeros, because
 * tcp_get_next_optbyte() of lwIP 2.1 reads one byte past the options of a crafted SYN.
 */
#include "segment.h"

#include "lwip/memp.h"
#include "lwip/prot/tcp.h"

#include <string.h>

#define HEADER_MAX 60           /* the longest TCP header */
#define GUARD 4                 /* zeros behind it */

/* Segments in lwIP's hands, most of them because earlier ones are missing. It is more than the
 * largest window, and with what else TCP and applications hold (operations.c) less than the
 * usual number of packets: without a free one the card could not receive what is missing. */
#define HELD_MAX 192

struct header_pbuf {
    struct pbuf_custom custom;  /* first: lwIP knows it by this address */
    u8_t bytes[HEADER_MAX + GUARD];
};

LWIP_MEMPOOL_DECLARE(HEADER_PBUF, MEMP_NUM_TCP_SEG, sizeof(struct header_pbuf), "HEADER_PBUF")

static u32 held;                /* headers in use: one a segment */

void segment_start(void)
{
    LWIP_MEMPOOL_INIT(HEADER_PBUF);
}

static void free_header(struct pbuf *p)
{
    held--;
    LWIP_MEMPOOL_FREE(HEADER_PBUF, p);
}

u16_t segment_limit(void)
{
    return held > HELD_MAX ? 0 : 0xffff;
}

/* How much of the segment is header; lwIP drops what is too short or contradicts itself. */
static u32 header_length(const struct pbuf *p)
{
    u32 claimed;

    if (p->len < TCP_HLEN)
        return p->len;
    claimed = (u32)((const u8_t *)p->payload)[12] >> 4 << 2;
    if (claimed < TCP_HLEN)
        claimed = TCP_HLEN;
    return claimed < p->len ? claimed : p->len;
}

struct pbuf *segment_split(struct pbuf *p)
{
    struct header_pbuf *header = (struct header_pbuf *)LWIP_MEMPOOL_ALLOC(HEADER_PBUF);
    u32 length = header_length(p);
    struct pbuf *first;

    if (header == NULL) {
        pbuf_free(p);
        return NULL;
    }
    held++;
    memcpy(header->bytes, p->payload, length);
    memset(header->bytes + length, 0, GUARD);
    header->custom.custom_free_function = free_header;
    first = pbuf_alloced_custom(PBUF_RAW, (u16_t)length, PBUF_ROM, &header->custom, header->bytes,
                                HEADER_MAX);
    pbuf_remove_header(p, length);
    if (p->len == 0)
        pbuf_free(p);
    else
        pbuf_cat(first, p);
    return first;
}
