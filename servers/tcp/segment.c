/* SPDX-License-Identifier: GPL-2.0-only */
/* Received segments: the TCP header is copied to private memory, the data stays in its
 * packet.
 *
 * lwIP swaps the header's bytes in place, keeps a segment that came out of order together
 * with its header, and computes from sequence numbers that it reads again later. In
 * shared memory they could change in between.
 */
#include "segment.h"

#include "private_header.h"

#include "lwip/prot/tcp.h"

/* Segments in lwIP's hands, most of them because earlier ones are missing. It is more than the
 * largest window, and with what else TCP and applications hold (operations.c) less than the
 * usual number of packets: without a free one the card could not receive what is missing. */
#define HELD_MAX 192

u16_t segment_limit(void)
{
    return private_headers_held() > HELD_MAX ? 0 : 0xffff;
}

/* How long a header says that it is; lwIP drops a segment that contradicts itself. */
static u32 header_length(const u8 *header)
{
    return header[12] >> 4 << 2;
}

struct pbuf *segment_split(struct pbuf *p)
{
    return private_header_take(p, TCP_HLEN, header_length);
}
