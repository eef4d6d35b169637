/* SPDX-License-Identifier: GPL-2.0-only */
/* IPv4: lwIP's ip4.c and ip4_frag.c between the Ethernet server and the transports.
 *
 * Upwards lwIP calls tcp_input(), udp_input(), icmp_input() and ICMP's two error
 * functions; here they look up who is attached and call IpReceiver or IcmpErrors. The
 * packet is handed over with its IP header still in front of the payload. Downwards the
 * transports call Ip.output(), and lwIP ends in netif->output, which is
 * Ethernet.output().
 *
 * Packets are shared memory: lwIP sees a private copy of the header (private_header.h), and
 * one of all of a fragment, because it keeps a pointer inside it (reassembly.c).
 */
#include "ip_server.h"

#include "interface.h"
#include "packet_pbuf.h"
#include "private_header.h"
#include "quick.h"
#include "reassembly.h"

#include "lwip/icmp.h"
#include "lwip/ip4.h"
#include "lwip/ip4_frag.h"
#include "lwip/priv/tcp_priv.h"
#include "lwip/udp.h"

static struct layer { u32 mtu; } self_layer;
static struct frames { u32 last_tick; } self_frames;
static Registration ethernet_registration;

static err_t send_frame(struct netif *netif, struct pbuf *p, const ip4_addr_t *destination)
{
    Packet packet = 0;
    u32 offset = 0, length = 0;
    status result = packet_export(p, 0, &packet, &offset, &length);

    (void)netif;
    if (result >= 0)
        result = Ethernet_output(ethernet, packet, offset, length, destination->addr);
    return error_of_status(result);
}

/* Hands a payload to who is attached for `protocol`. Its header is as long as lwIP moved the
 * payload. */
static void deliver(u32 protocol, struct pbuf *p)
{
    struct attachment *upper = attachment_find(protocol);
    u32 header_length = (u32)((u8 *)p->payload - (const u8 *)ip4_current_header());
    u32 source = ip4_current_src_addr()->addr, destination = ip4_current_dest_addr()->addr;
    u32 offset = 0, length = 0;
    Packet packet = 0;

    if (upper != NULL && header_length >= IP_HLEN && header_length <= IP_HLEN_MAX &&
        packet_export(p, header_length, &packet, &offset, &length) >= 0) {
        upper->received = 1;
        IpReceiver_receive(upper->receiver, packet, offset, length, source, destination, header_length);
    }
    pbuf_free(p);
}

void tcp_input(struct pbuf *p, struct netif *netif)
{
    (void)netif;
    deliver(IP_PROTO_TCP, p);
}

void udp_input(struct pbuf *p, struct netif *netif)
{
    (void)netif;
    deliver(IP_PROTO_UDP, p);
}

void icmp_input(struct pbuf *p, struct netif *netif)
{
    (void)netif;
    deliver(IP_PROTO_ICMP, p);
}

void icmp_dest_unreach(struct pbuf *p, enum icmp_dur_type code)
{
    struct attachment *reporter = attachment_find(ERRORS);
    u32 offset = 0, length = 0;
    Packet packet = 0;

    if (reporter != NULL && packet_export(p, 0, &packet, &offset, &length) >= 0)
        IcmpErrors_sendUnreachable(reporter->errors, packet, offset, length, code);
}

void icmp_time_exceeded(struct pbuf *p, enum icmp_te_type code)
{
    struct attachment *reporter = attachment_find(ERRORS);
    u32 offset = 0, length = 0;
    Packet packet = 0;

    if (reporter != NULL && packet_export(p, 0, &packet, &offset, &length) >= 0)
        IcmpErrors_sendTimeExceeded(reporter->errors, packet, offset, length, code);
}

/* lwIP tells the transports when the address changes. Here they ask for it once. */
void tcp_netif_ip_addr_changed(const ip_addr_t *old, const ip_addr_t *new)
{
    (void)old;
    (void)new;
}

void udp_netif_ip_addr_changed(const ip_addr_t *old, const ip_addr_t *new)
{
    (void)old;
    (void)new;
}

/* How long a header says that it is. */
static u32 header_length(const u8 *header)
{
    return (header[0] & 15u) * 4;
}

void frames_receive(struct frames *self, Packet packet, u32 offset, u32 length, u32 multicast)
{
    struct pbuf *p;

    (void)self;
    if (multicast == 0 && quick_receive(packet, offset, length))
        return;
    p = packet_wrap(packet, offset, length, 0);
    if (p != NULL)
        p = private_header_take(p, IP_HLEN, header_length);
    if (p == NULL)
        return;
    if (p->len < IP_HLEN) {     /* ip4_input() would read past it */
        pbuf_free(p);
        return;
    }
    if (multicast & 1)
        p->flags |= PBUF_FLAG_LLBCAST;
    if (multicast & 2)
        p->flags |= PBUF_FLAG_LLMCAST;
    ip4_input(p, &network_interface);
}

void frames_flush(struct frames *self)
{
    (void)self;
    attachment_flush();
}

void frames_tick(struct frames *self, u32 now)
{
    for (u32 i = periods_passed(&self->last_tick, now, IP_TMR_INTERVAL); i > 0; i--)
        ip_reass_tmr();
    attachment_tick(now);
}

void frames_destroy(struct frames *self)
{
    (void)self;                 /* it is static */
}

status layer_output(struct layer *self, Packet packet, u32 offset, u32 length, u32 source, u32 destination,
                 u32 ttl, u32 tos, u32 protocol)
{
    ip4_addr_t from = {source}, to = {destination};
    struct pbuf *p;
    status result;
    err_t error;

    (void)self;
    if (quick_output(packet, offset, length, source, destination, tos & 0xff,
                     (ttl & 0xff) << 8 | (protocol & 0xff), &result))
        return result;
    p = packet_wrap(packet, offset, length, PBUF_IP);
    if (p == NULL)
        return E_RANGE;
    error = ip4_output_if(p, &from, &to, (u8_t)ttl, (u8_t)tos, (u8_t)protocol, &network_interface);
    pbuf_free(p);
    return status_of_error(error);
}

status layer_outputWithHeader(struct layer *self, Packet packet, u32 offset, u32 length)
{
    struct pbuf *p = length < IP_HLEN ? NULL : packet_wrap(packet, offset, length, PBUF_LINK);
    err_t error;

    (void)self;
    if (length < IP_HLEN)
        Packet_release(packet);
    if (p == NULL)
        return E_RANGE;
    error = ip4_output_if(p, NULL, LWIP_IP_HDRINCL, 0, 0, 0, &network_interface);
    pbuf_free(p);
    return status_of_error(error);
}

status layer_getConfiguration(struct layer *self, u32 *address, u32 *netmask, u32 *gateway, u32 *mtu)
{
    *address = netif_ip4_addr(&network_interface)->addr;
    *netmask = netif_ip4_netmask(&network_interface)->addr;
    *gateway = netif_ip4_gw(&network_interface)->addr;
    *mtu = self->mtu;
    return OK;
}

status construct(struct ip_roots *roots)
{
    u32 address = 0, netmask = 0, gateway = 0;
    EthernetReceiver receiver;
    status result = packet_pbuf_start();

    if (result >= 0)
        result = configuration_read(&address, &netmask, &gateway);
    if (result >= 0)
        result = Ethernet_configure(ethernet, address, netmask, gateway);
    if (result < 0)
        return result;
    network_memory_start();
    self_layer.mtu = Ethernet_getMtu(ethernet);
    network_interface_start(address, netmask, gateway, self_layer.mtu, NULL);
    network_interface.output = send_frame;
    netif_set_link_up(&network_interface);
    configuration_print(address, netmask, gateway);
    roots->layer = &self_layer;
    /* Attaching comes last: from here on the stack's thread calls, and it holds Ethernet. */
    receiver = frames_create(&self_frames);
    result = Ethernet_attach(ethernet, 0x0800, receiver, &ethernet_registration);
    EthernetReceiver_release(receiver);
    return result;
}

void destruct(void)
{
    Registration_release(ethernet_registration);
}
