/* SPDX-License-Identifier: GPL-2.0-only */
/* Echo requests of our own, and their replies (RFC 792). */
#include "icmp_server.h"

#include "interface.h"
#include "packet_pbuf.h"
#include "transport.h"

#include "lwip/icmp.h"
#include "lwip/inet_chksum.h"

#include <string.h>

#define OUTSTANDING_MAX 32
#define ASKERS_MAX 4
#define PING_TTL 64

/* Requests that no reply came for yet; a free place has address 0. The oldest is
 * forgotten when there are more. */
static struct request {
    u32 address;                /* network byte order */
    u32 identifier, sequence, length;
} outstanding[OUTSTANDING_MAX];
static u32 next_request;
static u32 replies;

/* Who is attached; a free place has no receiver. */
static struct asker { IcmpReceiver receiver; } askers[ASKERS_MAX];

static u8 pattern(u32 index)
{
    return (u8)('a' + index % 26);
}

/* An echo request with its data, ready for IP. */
static struct pbuf *make_request(u32 identifier, u32 sequence, u32 length)
{
    struct pbuf *p = pbuf_alloc(PBUF_IP, (u16_t)(sizeof(struct icmp_echo_hdr) + length), PBUF_RAM);
    struct icmp_echo_hdr *header;
    u8 *data;

    if (p == NULL)
        return NULL;
    header = (struct icmp_echo_hdr *)p->payload;
    data = (u8 *)(header + 1);
    header->type = ICMP_ECHO;
    header->code = 0;
    header->chksum = 0;
    header->id = lwip_htons((u16_t)identifier);
    header->seqno = lwip_htons((u16_t)sequence);
    for (u32 i = 0; i < length; i++)
        data[i] = pattern(i);
    header->chksum = inet_chksum(header, p->len);
    return p;
}

status layer_ping(struct layer *self, u32 address, u32 identifier, u32 sequence, u32 length)
{
    ip4_addr_t destination = {address ? address : netif_ip4_gw(&network_interface)->addr};
    struct request *request = &outstanding[next_request];
    struct pbuf *p;
    err_t error;

    (void)self;
    if (identifier > 0xffff || sequence > 0xffff)
        return E_INVAL;
    if (length > 0xffff || length + IP_HLEN + sizeof(struct icmp_echo_hdr) > network_interface.mtu)
        return E_MSGSIZE;
    p = make_request(identifier, sequence, length);
    if (p == NULL)
        return E_NOBUFS;
    next_request = (next_request + 1) % OUTSTANDING_MAX;
    *request = (struct request){destination.addr, identifier, sequence, length};
    error = ip4_output_if(p, NULL, &destination, PING_TTL, 0, IP_PROTO_ICMP, &network_interface);
    pbuf_free(p);
    return status_of_error(error);
}

static struct request *find_request(u32 address, u32 identifier, u32 sequence)
{
    for (u32 i = 0; i < OUTSTANDING_MAX; i++) {
        struct request *request = &outstanding[i];

        if (request->address == address && request->identifier == identifier &&
            request->sequence == sequence)
            return request;
    }
    return NULL;
}

/* Whether the data of a reply, without its header, is that of the request. */
static int is_same_data(const struct pbuf *p, const struct request *request)
{
    const u8 *data = p->payload;

    if (p->len != request->length)
        return 0;
    for (u32 i = 0; i < request->length; i++)
        if (data[i] != pattern(i))
            return 0;
    return 1;
}

void ping_receive(struct pbuf *p, u32 source)
{
    struct icmp_echo_hdr header;
    struct request *request;
    struct request answered;

    if (p->len < sizeof header)
        return;
    memcpy(&header, p->payload, sizeof header);
    if (header.type != ICMP_ER || header.code != 0 || source == 0)
        return;
    request = find_request(source, lwip_ntohs(header.id), lwip_ntohs(header.seqno));
    if (request == NULL || !is_same_data(p->next, request) || inet_chksum_pbuf(p) != 0)
        return;
    answered = *request;
    request->address = 0;
    replies++;
    for (u32 i = 0; i < ASKERS_MAX; i++)
        if (askers[i].receiver)
            IcmpReceiver_replied(askers[i].receiver, answered.address, answered.identifier,
                                 answered.sequence);
}

void ping_tick(u32 now)
{
    for (u32 i = 0; i < ASKERS_MAX; i++)
        if (askers[i].receiver)
            IcmpReceiver_tick(askers[i].receiver, now);
}

status layer_attach(struct layer *self, IcmpReceiver receiver, Registration *registration)
{
    (void)self;
    for (u32 i = 0; i < ASKERS_MAX; i++) {
        if (askers[i].receiver)
            continue;
        receiver = IcmpReceiver_duplicate(receiver);
        *registration = receiver ? asker_create(&askers[i]) : 0;
        if (!*registration) {
            IcmpReceiver_release(receiver);
            return E_NOMEM;
        }
        askers[i].receiver = receiver;
        return OK;
    }
    return E_NOSPC;
}

void asker_destroy(struct asker *self)
{
    IcmpReceiver receiver = self->receiver;

    self->receiver = 0;
    IcmpReceiver_release(receiver);
}

u32 layer_getReplies(struct layer *self)
{
    (void)self;
    return replies;
}
