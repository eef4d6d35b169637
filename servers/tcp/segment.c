/* SPDX-License-Identifier: GPL-2.0-only */
/* Received segments: the TCP header is copied to private memory, the data stays in its
 * packet.
 *
 * lwIP swaps the header's bytes in place, keeps a segment that came out of order together
 * with its header, and computes from sequence numbers that it reads again later. In
 * shared memory they could change in between.
 */
#include "segment.h"

#include "checksum.h"
#include "packet_pbuf.h"
#include "private_header.h"

#include "lwip/def.h"
#include "lwip/inet_chksum.h"
#include "lwip/prot/ip.h"
#include "lwip/prot/tcp.h"

/* Packets with segments in lwIP's hands, most of them because earlier ones are missing. It is more than the
 * largest window, and with what else TCP and applications hold (operations.c) less than the
 * usual number of packets: without a free one the card could not receive what is missing. */
#define HELD_MAX 192

static u32 fold(u32 sum)
{
    sum = (sum >> 16) + (sum & 0xffff);
    return (sum + (sum >> 16)) & 0xffff;
}

u32 segment_pseudo_sum(u32 source, u32 destination, u32 length)
{
    return (source & 0xffff) + (source >> 16) + (destination & 0xffff) + (destination >> 16) +
           lwip_htons(IP_PROTO_TCP) + lwip_htons((u16_t)length);
}

/* Of a header, and data in one piece or none. */
static u32 sum_of(const struct pbuf *p)
{
    u32 sum = p->len == TCP_HLEN ? network_checksum_words(p->payload, TCP_HLEN / 4)
                                 : network_checksum(p->payload, p->len);

    return p->next == NULL ? sum : sum + network_checksum(p->next->payload, p->next->len);
}

void segment_fill_checksum(struct pbuf *p, unsigned int source, unsigned int destination)
{
    struct tcp_hdr *header = p->payload;
    ip4_addr_t from = {source}, to = {destination};

    header->chksum = 0;
    if (p->next != NULL && (p->next->next != NULL || p->len % 2 != 0))  /* pieces, of odd lengths */
        header->chksum = inet_chksum_pseudo(p, IP_PROTO_TCP, p->tot_len, &from, &to);
    else
        header->chksum = (u16_t)~fold(sum_of(p) + segment_pseudo_sum(source, destination, p->tot_len));
}

u16_t segment_limit(void)
{
    return packets_held() > HELD_MAX ? 0 : 0xffff;
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
