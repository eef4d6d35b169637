/* SPDX-License-Identifier: GPL-2.0-only */
/* UDP: lwIP's udp.c between the IP server and applications. A datagram that nobody
 * waits for goes to ICMP, to be reported to its sender.
 */
#include "udp.server.h"

#include "interface.h"
#include "packet_blocks.h"
#include "packet_pbuf.h"
#include "private_header.h"
#include "transport.h"

#include "lwip/icmp.h"
#include "lwip/udp.h"

/* What must stand free in front of a payload: UDP, IP and Ethernet headers. */
#define HEADROOM (UDP_HLEN + PBUF_IP)

/* A bound port, as long as the UdpSocket lives; a free one has no pcb. */
static struct socket {
    struct udp_pcb *pcb;
    UdpReceiver receiver;       /* owned */
} sockets[MEMP_NUM_UDP_PCB];

static struct layer { u32 unused; } self_layer;
static struct datagrams { u32 unused; } self_datagrams;
static IcmpErrors errors;
static Registration registration;

static void receive(void *argument, struct udp_pcb *pcb, struct pbuf *p, const ip_addr_t *source,
                    u16_t source_port)
{
    struct socket *self = argument;
    u32 address = source->addr, offset = 0, length = 0;
    Packet packet = 0;

    (void)pcb;
    if (packet_export(p, 0, &packet, &offset, &length) >= 0)
        UdpReceiver_receive(self->receiver, packet, offset, length, address, source_port);
    pbuf_free(p);
}

/* lwIP calls it with the IP header in front again. */
void icmp_dest_unreach(struct pbuf *p, enum icmp_dur_type code)
{
    u32 offset = 0, length = 0;
    Packet packet = 0;

    if (packet_export(p, 0, &packet, &offset, &length) >= 0)
        IcmpErrors_sendUnreachable(errors, packet, offset, length, code);
}

void datagrams_receive(struct datagrams *self, Packet packet, u32 offset, u32 length, u32 source,
                       u32 destination, u32 header_length)
{
    struct pbuf *p = transport_receive(packet, offset, length, source, destination, header_length);

    (void)self;
    if (p != NULL)
        p = private_header_take(p, UDP_HLEN, NULL);
    if (p != NULL)
        udp_input(p, &network_interface);
}

void datagrams_flush(struct datagrams *self)
{
    (void)self;                 /* nothing waits */
}

void datagrams_tick(struct datagrams *self, u32 now)
{
    (void)self;
    (void)now;                  /* UDP has no timers */
}

void datagrams_destroy(struct datagrams *self)
{
    (void)self;                 /* it is static */
}

static struct socket *find_free(void)
{
    for (u32 i = 0; i < MEMP_NUM_UDP_PCB; i++)
        if (sockets[i].pcb == NULL)
            return &sockets[i];
    return NULL;
}

status layer_open(struct layer *self, u32 port, UdpReceiver receiver, UdpSocket *reference)
{
    struct socket *place = find_free();
    struct udp_pcb *pcb;
    err_t error;

    (void)self;
    if (port > 0xffff)
        return E_INVAL;
    pcb = place ? udp_new() : NULL;
    if (pcb == NULL)
        return E_NOMEM;
    error = udp_bind(pcb, IP_ADDR_ANY, (u16_t)port);
    receiver = error == ERR_OK ? UdpReceiver_duplicate(receiver) : 0;
    *reference = receiver ? socket_create(place) : 0;
    if (!*reference) {
        UdpReceiver_release(receiver);
        udp_remove(pcb);
        return error == ERR_OK ? E_NOMEM : status_of_error(error);
    }
    place->pcb = pcb;
    place->receiver = receiver;
    udp_recv(pcb, receive, place);
    return OK;
}

void socket_destroy(struct socket *self)
{
    UdpReceiver receiver = self->receiver;

    udp_remove(self->pcb);
    self->pcb = NULL;
    self->receiver = 0;
    UdpReceiver_release(receiver);
}

status socket_send(struct socket *self, Packet packet, u32 offset, u32 length, u32 address, u32 port)
{
    struct pbuf *p = NULL;
    ip_addr_t destination = {address};
    err_t error;

    if (packet_owns(packet, offset))
        p = packet_wrap(packet, offset, length, HEADROOM);
    else
        Packet_release(packet);
    if (p == NULL)
        return E_RANGE;
    error = port > 0xffff ? ERR_VAL : udp_sendto(self->pcb, p, &destination, (u16_t)port);
    pbuf_free(p);
    return status_of_error(error);
}

status construct(struct udp_roots *roots)
{
    IpReceiver receiver;
    status result = transport_start();

    if (result >= 0)
        result = Icmp_getErrors(icmp, &errors);
    if (result < 0)
        return result;
    udp_init();
    roots->layer = &self_layer;
    receiver = datagrams_create(&self_datagrams);
    result = Ip_attach(ip, IP_PROTO_UDP, receiver, &registration);
    IpReceiver_release(receiver);
    return result;
}

void destruct(void)
{
    Registration_release(registration);
    IcmpErrors_release(errors);
}
