/* SPDX-License-Identifier: GPL-2.0-only */
/* What the servers above IP share (transport.h): the functions of IP that ICMP, UDP and
 * TCP call in lwIP, as calls of the Ip interface.
 */
#include "transport.h"

#include "interface.h"
#include "packet_pbuf.h"
#include "required.h"

#include "lwip/ip4.h"

#include <string.h>

/* The IP header of the datagram being received. Of it lwIP reads here how long it is, and ICMP
 * copies it into a reply; TCP and UDP have no use for the rest. */
static union {
    struct ip_hdr header;
    u8 bytes[IP_HLEN_MAX];
} current;

status transport_start(void)
{
    u32 address = 0, netmask = 0, gateway = 0, mtu = 0;
    status result = packet_pbuf_start();

    if (result < 0)
        return result;
    result = Ip_getConfiguration(ip, &address, &netmask, &gateway, &mtu);
    if (result < 0)
        return result;
    network_memory_start();
    network_interface_start(address, netmask, gateway, mtu, NULL);
    netif_set_link_up(&network_interface);
    return OK;
}

struct pbuf *transport_receive(Packet packet, u32 offset, u32 length, u32 source, u32 destination,
                               u32 header_length)
{
    struct pbuf *p;

    if (header_length < IP_HLEN || header_length > IP_HLEN_MAX) {
        Packet_release(packet);
        return NULL;
    }
    p = packet_wrap(packet, offset, length, header_length);
    if (p == NULL)
        return NULL;
    if (TRANSPORT_READS_IP_HEADER)
        memcpy(current.bytes, (u8 *)p->payload - header_length, header_length);
    IPH_VHL_SET(&current.header, 4, header_length / 4);
    ip_data.current_netif = &network_interface;
    ip_data.current_input_netif = &network_interface;
    ip_data.current_ip4_header = &current.header;
    ip_data.current_ip_header_tot_len = (u16_t)header_length;
    ip_data.current_iphdr_src.addr = source;
    ip_data.current_iphdr_dest.addr = destination;
    return p;
}

/* There is one interface, and what it is configured to does not change. Nothing goes out
 * by it to a loopback address, which only a forged datagram can have come from. */
struct netif *ip4_route(const ip4_addr_t *destination)
{
    return ip4_addr_isloopback(destination) ? NULL : &network_interface;
}

/* Sends a payload, or with the destination LWIP_IP_HDRINCL a whole datagram. */
static err_t output(struct pbuf *p, const ip4_addr_t *source, const ip4_addr_t *destination,
                    u8_t ttl, u8_t tos, u8_t protocol)
{
    Packet packet = 0;
    u32 offset = 0, length = 0;
    status result;

    if (source != NULL && destination != LWIP_IP_HDRINCL)
        TRANSPORT_FINISH(p, source->addr, destination->addr);
    result = packet_send(p, &packet, &offset, &length);
    if (result < 0)
        return error_of_status(result);
    if (destination == LWIP_IP_HDRINCL)
        return error_of_status(Ip_outputWithHeader(ip, packet, offset, length));
    return error_of_status(Ip_output(ip, packet, offset, length, source ? source->addr : 0,
                                     destination->addr, ttl, tos, protocol));
}

err_t ip4_output_if(struct pbuf *p, const ip4_addr_t *source, const ip4_addr_t *destination, u8_t ttl,
                    u8_t tos, u8_t protocol, struct netif *netif)
{
    (void)netif;
    return output(p, source, destination, ttl, tos, protocol);
}

err_t ip4_output_if_src(struct pbuf *p, const ip4_addr_t *source, const ip4_addr_t *destination,
                        u8_t ttl, u8_t tos, u8_t protocol, struct netif *netif)
{
    (void)netif;
    return output(p, source, destination, ttl, tos, protocol);
}

/* Never called: received datagrams come by IpReceiver. ip.c refers to it. */
err_t ip4_input(struct pbuf *p, struct netif *netif)
{
    (void)netif;
    pbuf_free(p);
    return ERR_OK;
}
