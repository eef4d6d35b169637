/* SPDX-License-Identifier: GPL-2.0-only */
/* ICMP: lwIP's icmp.c above the IP server. lwIP answers echo requests in the packet that
 * they came in, and reports errors in a packet of its own.
 */
#include "icmp_server.h"

#include "interface.h"
#include "packet_pbuf.h"
#include "private_header.h"
#include "transport.h"

#include "lwip/icmp.h"

/* What lwIP quotes of a datagram that it reports: its IP header, without options, and 8 bytes. */
#define QUOTED (IP_HLEN + 8)

static struct layer { u32 unused; } self_layer;
static struct errors { u32 unused; } self_errors;
static struct datagrams { u32 unused; } self_datagrams;
static IcmpErrors own_errors;
static Registration datagram_registration, error_registration;

void datagrams_receive(struct datagrams *self, Packet packet, u32 offset, u32 length, u32 source,
                       u32 destination, u32 header_length)
{
    struct pbuf *p = transport_receive(packet, offset, length, source, destination, header_length);

    (void)self;
    if (p != NULL)
        p = private_header_take(p, sizeof(struct icmp_echo_hdr), NULL);
    if (p == NULL)
        return;
    ping_receive(p, source);
    icmp_input(p, &network_interface);
}

void datagrams_flush(struct datagrams *self)
{
    (void)self;                 /* nothing waits */
}

void datagrams_tick(struct datagrams *self, u32 now)
{
    (void)self;
    ping_tick(now);
}

/* lwIP quotes the start of the datagram: it must hold an IP header. */
static struct pbuf *wrap_datagram(Packet packet, u32 offset, u32 length)
{
    struct pbuf *p = packet_wrap(packet, offset, length, 0);

    if (p != NULL)
        p = private_header_take(p, QUOTED, NULL);
    if (p != NULL && p->len < IP_HLEN) {
        pbuf_free(p);
        return NULL;
    }
    return p;
}

status errors_sendUnreachable(struct errors *self, Packet packet, u32 offset, u32 length, u32 code)
{
    struct pbuf *p = wrap_datagram(packet, offset, length);

    (void)self;
    if (p == NULL)
        return E_RANGE;
    icmp_dest_unreach(p, (enum icmp_dur_type)code);
    pbuf_free(p);
    return OK;
}

status errors_sendTimeExceeded(struct errors *self, Packet packet, u32 offset, u32 length, u32 code)
{
    struct pbuf *p = wrap_datagram(packet, offset, length);

    (void)self;
    if (p == NULL)
        return E_RANGE;
    icmp_time_exceeded(p, (enum icmp_te_type)code);
    pbuf_free(p);
    return OK;
}

status layer_getErrors(struct layer *self, IcmpErrors *errors)
{
    (void)self;
    *errors = IcmpErrors_duplicate(own_errors);
    return *errors ? OK : E_NOMEM;
}

void errors_destroy(struct errors *self)
{
    (void)self;                 /* it is static */
}

void datagrams_destroy(struct datagrams *self)
{
    (void)self;                 /* likewise */
}

status construct(struct icmp_roots *roots)
{
    IpReceiver receiver;
    status result = transport_start();

    if (result < 0)
        return result;
    roots->layer = &self_layer;
    own_errors = errors_create(&self_errors);
    result = Ip_reportErrors(ip, own_errors, &error_registration);
    if (result < 0)
        return result;
    receiver = datagrams_create(&self_datagrams);
    result = Ip_attach(ip, IP_PROTO_ICMP, receiver, &datagram_registration);
    IpReceiver_release(receiver);
    return result;
}

void destruct(void)
{
    Registration_release(datagram_registration);
    Registration_release(error_registration);
    IcmpErrors_release(own_errors);
}
