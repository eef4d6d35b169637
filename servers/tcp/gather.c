/* SPDX-License-Identifier: GPL-2.0-only */
/* Segments of one batch that follow one another become one, before lwIP sees them: it then
 * does once what it would do for each, and acknowledges them together. (Linux's GRO is the same, for
 * drivers that use it.) Of acknowledgements without data that go on from one another, the last is enough.
 *
 * Each segment's checksum is computed here, over its private header and its data.
 */
#include "gather.h"

#include "checksum.h"
#include "interface.h"
#include "packet_blocks.h"
#include "packet_pbuf.h"
#include "required.h"
#include "segment.h"
#include "tcp_server.h"

#include "lwip/ip.h"
#include "lwip/priv/tcp_priv.h"

/* The longest segment, with its header, that lwIP can count. */
#define GATHERED_MAX 0xffff

static struct {
    struct pbuf *first;         /* null: nothing; else header, then data, as from segment_split() */
    struct pbuf *last;          /* of the chain */
    u32 source, destination;
    u32 next;                   /* the sequence number behind it */
    u32 joined;                 /* segments that were joined to it */
} gathered;

static u32 joined_in_hand;      /* of the one that lwIP handles */

static struct tcp_hdr *header_of(const struct pbuf *p)
{
    return p->payload;
}

static u32 data_length(const struct pbuf *p)
{
    return p->tot_len - TCP_HLEN;
}

/* Whether the checksum is right; `sum` is the header's, and its length is even or there are no data. */
static int is_sound(u32 sum, u32 header_size, const void *data, u32 length, u32 source, u32 destination)
{
    sum += segment_pseudo_sum(source, destination, length + header_size);
    if (length > 0)
        sum += network_checksum(data, (int)length);
    sum = (sum >> 16) + (sum & 0xffff);
    sum += sum >> 16;
    return (sum & 0xffff) == 0xffff;
}

/* A header without options, of a segment in the middle of a connection. */
static int is_plain(const struct tcp_hdr *header)
{
    u16_t word = header->_hdrlen_rsvd_flags & lwip_htons(0xffff & ~TCP_PSH);

    return word == lwip_htons(TCP_HLEN / 4 << 12 | TCP_ACK);
}

/* How far a header acknowledges beyond what is gathered. */
static i32 advance_of(const struct tcp_hdr *header)
{
    return (i32)(lwip_ntohl(header->ackno) - lwip_ntohl(header_of(gathered.first)->ackno));
}

static int follows(const struct tcp_hdr *header, u32 source, u32 destination)
{
    const struct tcp_hdr *before = header_of(gathered.first);

    return lwip_ntohl(header->seqno) == gathered.next && header->src == before->src &&
           header->dest == before->dest && source == gathered.source && destination == gathered.destination;
}

/* A repeated acknowledgement counts, and so does one of a window alone: they stay as they are. */
static int can_join(const struct tcp_hdr *header, u32 length, u32 source, u32 destination)
{
    if (gathered.first == NULL || !is_plain(header) || !follows(header, source, destination))
        return 0;
    if (length == 0)
        return data_length(gathered.first) == 0 && advance_of(header) > 0;
    return data_length(gathered.first) > 0 && advance_of(header) >= 0 &&
           gathered.first->tot_len + length <= GATHERED_MAX;
}

/* What a header says that is newer. */
static void join_header(const struct tcp_hdr *newer)
{
    struct tcp_hdr *header = header_of(gathered.first);

    header->ackno = newer->ackno;
    header->wnd = newer->wnd;
    header->_hdrlen_rsvd_flags |= newer->_hdrlen_rsvd_flags;
    gathered.joined++;
}

static void join_data(struct pbuf *data)
{
    gathered.next += data->len;
    gathered.first->tot_len = (u16_t)(gathered.first->tot_len + data->len);
    gathered.last->next = data;
    gathered.last = data;
}

int gather_join(Packet packet, u32 offset, u32 length, u32 source, u32 destination)
{
    const u8 *bytes = length >= TCP_HLEN ? packet_bytes(offset, length, 0) : NULL;
    struct tcp_hdr header;
    struct pbuf *data;

    if (gathered.first == NULL || bytes == NULL)
        return 0;
    __builtin_memcpy(&header, bytes, TCP_HLEN);
    __asm__ volatile("" : "+m"(header));        /* a copy: nothing is read again from the packet */
    length -= TCP_HLEN;
    if (!can_join(&header, length, source, destination) ||
        !is_sound(network_checksum_words(&header, TCP_HLEN / 4), TCP_HLEN, bytes + TCP_HLEN, length, source,
                  destination))
        return 0;
    if (length == 0) {
        Packet_release(packet);
    } else {
        data = packet_wrap(packet, offset + TCP_HLEN, length, TCP_HLEN);
        if (data == NULL)
            return 1;                           /* pbufs are short: it is lost, and comes again */
        join_data(data);
    }
    join_header(&header);
    return 1;
}

/* Whether a segment with data is the next of its connection. Others are answered each by itself: behind a
 * gap, a peer counts the acknowledgements that repeat one. */
static int is_next(const struct tcp_hdr *header, u32 source, u32 destination)
{
    u16_t from = lwip_ntohs(header->src), to = lwip_ntohs(header->dest);

    for (const struct tcp_pcb *pcb = tcp_active_pcbs; pcb != NULL; pcb = pcb->next)
        if (pcb->remote_port == from && pcb->local_port == to && pcb->remote_ip.addr == source &&
            pcb->local_ip.addr == destination)
            return pcb->rcv_nxt == lwip_ntohl(header->seqno);
    return 0;
}

static void begin(struct pbuf *p, u32 source, u32 destination)
{
    gathered.first = p;
    gathered.last = p->next;
    gathered.source = source;
    gathered.destination = destination;
    gathered.next = lwip_ntohl(header_of(p)->seqno) + data_length(p);
    gathered.joined = 0;
}

static void input(struct pbuf *p, u32 source, u32 destination)
{
    ip_data.current_iphdr_src.addr = source;
    ip_data.current_iphdr_dest.addr = destination;
    tcp_input(p, &network_interface);
    connection_input_done();
}

/* Each pbuf of a chain counts what is behind it. */
static void count_lengths(struct pbuf *p)
{
    u32 left = p->tot_len;

    for (; p != NULL; p = p->next) {
        p->tot_len = (u16_t)left;
        left -= p->len;
    }
}

void gather_flush(void)
{
    struct pbuf *p = gathered.first;

    if (p == NULL)
        return;
    gathered.first = NULL;      /* lwIP may call back */
    count_lengths(p);
    joined_in_hand = gathered.joined;
    input(p, gathered.source, gathered.destination);
    joined_in_hand = 0;
}

int gather_is_several(void)
{
    return joined_in_hand > 0;
}

void gather_receive(struct pbuf *p, u32 source, u32 destination)
{
    if (p->len < TCP_HLEN || !is_sound(network_checksum(p->payload, p->len), p->len, p->next->payload,
                                       p->next->len, source, destination)) {
        pbuf_free(p);
        return;
    }
    gather_flush();
    if (p->len == TCP_HLEN && is_plain(header_of(p)) &&
        (p->tot_len == TCP_HLEN || is_next(header_of(p), source, destination)))
        begin(p, source, destination);
    else
        input(p, source, destination);
}
