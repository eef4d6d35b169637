/* SPDX-License-Identifier: GPL-2.0-only */
/* Segments of one batch that follow one another become one, before lwIP sees them: it then
 * does once what it would do for each, and acknowledges them together. (Linux does so, too:
 * GRO.) Of acknowledgements without data that go on from one another, the last is enough.
 *
 * Each segment's checksum is computed here, over its private header and its data.
 */
#include "gather.h"

#include "checksum.h"
#include "interface.h"
#include "transport.h"

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

static int is_sound(const struct pbuf *p, u32 source, u32 destination)
{
    u32 sum = network_checksum(p->payload, p->len) + network_checksum(p->next->payload, p->next->len);

    sum += (source & 0xffff) + (source >> 16) + (destination & 0xffff) + (destination >> 16);
    sum += lwip_htons(IP_PROTO_TCP) + lwip_htons(p->tot_len);
    sum = (sum >> 16) + (sum & 0xffff);
    sum += sum >> 16;
    return (sum & 0xffff) == 0xffff;
}

/* A header without options, of a segment in the middle of a connection. */
static int is_plain(const struct pbuf *p)
{
    u16_t word = header_of(p)->_hdrlen_rsvd_flags & lwip_htons(0xffff & ~TCP_PSH);

    return p->len == TCP_HLEN && word == lwip_htons(TCP_HLEN / 4 << 12 | TCP_ACK);
}

/* How far `p` acknowledges beyond what is gathered. */
static i32 advance_of(const struct pbuf *p)
{
    return (i32)(lwip_ntohl(header_of(p)->ackno) - lwip_ntohl(header_of(gathered.first)->ackno));
}

static int follows(const struct pbuf *p, u32 source, u32 destination)
{
    const struct tcp_hdr *header = header_of(p), *before = header_of(gathered.first);

    return source == gathered.source && destination == gathered.destination && header->src == before->src &&
           header->dest == before->dest && lwip_ntohl(header->seqno) == gathered.next;
}

/* A repeated acknowledgement counts, and so does one of a window alone: they stay as they are. */
static int can_join(const struct pbuf *p, u32 source, u32 destination)
{
    if (gathered.first == NULL || !follows(p, source, destination))
        return 0;
    if (data_length(p) == 0)
        return data_length(gathered.first) == 0 && advance_of(p) > 0;
    return data_length(gathered.first) > 0 && advance_of(p) >= 0 &&
           gathered.first->tot_len + data_length(p) <= GATHERED_MAX;
}

/* What `p` says that is newer. */
static void join_header(const struct pbuf *p)
{
    struct tcp_hdr *header = header_of(gathered.first);

    header->ackno = header_of(p)->ackno;
    header->wnd = header_of(p)->wnd;
    header->_hdrlen_rsvd_flags |= header_of(p)->_hdrlen_rsvd_flags;
}

/* Appends the data, and frees the header. */
static void join(struct pbuf *p)
{
    struct pbuf *data = p->next;

    join_header(p);
    gathered.joined++;
    gathered.next += data->len;
    gathered.first->tot_len = (u16_t)(gathered.first->tot_len + data->len);
    p->next = NULL;
    pbuf_free(p);
    if (data->len == 0) {
        pbuf_free(data);
        return;
    }
    gathered.last->next = data;
    gathered.last = data;
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
    if (p->len < TCP_HLEN || !is_sound(p, source, destination)) {
        pbuf_free(p);
        return;
    }
    if (is_plain(p) && can_join(p, source, destination)) {
        join(p);
        return;
    }
    gather_flush();
    if (is_plain(p))
        begin(p, source, destination);
    else
        input(p, source, destination);
}
