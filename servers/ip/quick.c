/* SPDX-License-Identifier: GPL-2.0-only */
/* The usual datagram, without lwIP and its pbufs: all that TCP sends and receives, as a rule. What
 * is out of the usual in any way goes to lwIP, so that nothing is decided here but that; both
 * come to the same (tests/network/network_identity.c).
 */
#include "quick.h"

#include "checksum.h"
#include "interface.h"
#include "packet_blocks.h"

#include "lwip/ip4.h"

/* A header without options, in network byte order. */
struct header {
    u32 version_and_length;     /* and type of service */
    u32 identification_and_fragment;
    u32 ttl_and_protocol;       /* and checksum */
    u32 source, destination;
} __attribute__((packed, may_alias));

#define WITHOUT_OPTIONS 0x45u                   /* version 4, five words; the first byte */
#define FRAGMENT lwip_htonl(0xbfff)             /* all but "don't fragment" */

/* The last source that is a host's address, and no broadcast or multicast one. */
static u32 known_source;

static int is_source(u32 source)
{
    ip4_addr_t address = {source};

    if (source == known_source && source != 0)
        return 1;
    if (ip4_addr_isbroadcast(&address, &network_interface) || ip4_addr_ismulticast(&address))
        return 0;
    known_source = source;
    return 1;
}

static int is_usual(const struct header *header, u32 total, u32 length)
{
    return (header->version_and_length & 0xff) == WITHOUT_OPTIONS && total >= IP_HLEN && total <= length &&
           (header->identification_and_fragment & FRAGMENT) == 0 &&
           header->destination == netif_ip4_addr(&network_interface)->addr &&
           network_checksum_words(header, IP_HLEN / 4) == 0xffff && is_source(header->source);
}

int quick_receive(Packet packet, u32 offset, u32 length)
{
    const u8 *bytes = length >= IP_HLEN ? packet_bytes(offset, length, 0) : NULL;
    struct attachment *upper;
    struct header header;
    u32 total;

    if (bytes == NULL)
        return 0;
    __builtin_memcpy(&header, bytes, IP_HLEN);
    __asm__ volatile("" : "+m"(header));        /* a copy: nothing is read again from the packet */
    total = lwip_htonl(header.version_and_length) & 0xffff;
    if (!is_usual(&header, total, length))
        return 0;
    upper = attachment_find(header.ttl_and_protocol >> 8 & 0xff);
    if (upper == NULL || !upper->receiver)
        return 0;
    upper->received = 1;
    IpReceiver_receive(upper->receiver, packet, offset + IP_HLEN, total - IP_HLEN, header.source,
                       header.destination, IP_HLEN);
    return 1;
}

int quick_output(Packet packet, u32 offset, u32 length, u32 source, u32 destination, u32 service,
                 u32 ttl_and_protocol, status *result)
{
    u8 *bytes = packet_bytes(offset, length, PBUF_IP);
    struct header *header;
    u32 checksum;

    if (bytes == NULL || source == 0 || length + IP_HLEN > network_interface.mtu)
        return 0;
    header = (struct header *)(void *)(bytes - IP_HLEN);
    header->version_and_length = lwip_htonl(WITHOUT_OPTIONS << 24 | service << 16 | (length + IP_HLEN));
    header->identification_and_fragment = lwip_htonl(ip4_take_identification() << 16);
    header->ttl_and_protocol = lwip_htonl(ttl_and_protocol << 16);
    header->source = source;
    header->destination = destination;
    checksum = ~network_checksum_words(header, IP_HLEN / 4) & 0xffff;
    header->ttl_and_protocol |= checksum << 16;
    *result = Ethernet_output(ethernet, packet, offset - IP_HLEN, length + IP_HLEN, destination);
    if (*result < 0)
        *result = status_of_error(error_of_status(*result));
    return 1;
}
