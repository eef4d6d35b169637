/* SPDX-License-Identifier: GPL-2.0-only */
/* Ethernet and ARP: lwIP's ethernet.c and etharp.c between a network device and IP.
 *
 * Received frames come from a queue, on the stack's thread (stack.c). lwIP's
 * ethernet_input() answers ARP itself and calls ip4_input(), which here is
 * EthernetReceiver.receive(). IP calls Ethernet.output(), lwIP resolves the address and
 * ends in netif->linkoutput, which puts the frame into the transmit queue.
 */
#include "ethernet_server.h"

#include "custom_pbuf.h"
#include "interface.h"
#include "neighbour.h"
#include "packet_blocks.h"
#include "packet_pbuf.h"

#include "lwip/etharp.h"
#include "netif/ethernet.h"

#include <string.h>

/* The shortest frame on the wire, without its checksum. lwIP reads a whole ARP packet without
 * looking whether the frame is as long. */
#define FRAME_MIN 60

struct layer self_layer;

static struct attachment { u32 unused; } self_attachment;
static struct dependent { u32 unused; } self_dependent;

/* The frame that lwIP looks at. It sees a private copy of the start, which holds all of the
 * Ethernet header and of an ARP packet; IP gets the packet. */
static struct {
    struct pbuf_custom start;
    u8 bytes[FRAME_MIN];
    Packet packet;              /* owned; null when it was handed on */
    u32 offset, length;
} current;

static void keep(struct pbuf *p)
{
    (void)p;                    /* it is static */
}

/* Whether it is an IPv4 packet to one host, of which lwIP would only take off the header. */
static int is_usual(const volatile u8 *frame, u32 length)
{
    return length > SIZEOF_ETH_HDR && !(frame[0] & 1) &&
           *(const volatile u16 *)(frame + 12) == PP_HTONS(ETHTYPE_IP);
}

void frame_receive(Packet packet, u32 offset, u32 length)
{
    const u8 *frame = packet_bytes(offset, length, 0);
    u32 copied = LWIP_MIN(length, FRAME_MIN);

    if (frame == NULL) {
        Packet_release(packet);
        return;
    }
    if (self_layer.upper && is_usual(frame, length)) {
        EthernetReceiver_receive(self_layer.upper, packet, offset + SIZEOF_ETH_HDR, length - SIZEOF_ETH_HDR,
                                 0);
        return;
    }
    current.packet = packet;
    current.offset = offset;
    current.length = length;
    if (copied < FRAME_MIN)
        memset(current.bytes, 0, FRAME_MIN);
    memcpy(current.bytes, frame, copied);
    ethernet_input(custom_pbuf_init(&current.start, keep, current.bytes, copied), &network_interface);
    Packet_release(current.packet);
}

/* lwIP's way up, out of ethernet_input(), with the Ethernet header taken off. */
err_t ip4_input(struct pbuf *p, struct netif *netif)
{
    u32 multicast = (p->flags & PBUF_FLAG_LLBCAST ? 1u : 0u) | (p->flags & PBUF_FLAG_LLMCAST ? 2u : 0u);
    Packet packet = current.packet;

    (void)netif;
    pbuf_free(p);
    if (!self_layer.upper)
        return ERR_OK;
    current.packet = 0;
    EthernetReceiver_receive(self_layer.upper, packet, current.offset + SIZEOF_ETH_HDR,
                             current.length - SIZEOF_ETH_HDR, multicast);
    return ERR_OK;
}

/* Puts a frame into the transmit queue. Consumes the packet. */
static err_t put_frame(struct layer *self, Packet packet, u32 offset, u32 length)
{
    status result = PacketQueue_put(self->transmitted, packet, offset, length);

    if (result >= 0)
        self->queued++;
    if (!self->in_round || self->queued >= QUEUE_CAPACITY / 2)
        frames_flush(self);
    return error_of_status(result);
}

/* lwIP's way down, out of ethernet_output(). Without a link the sender is told at once. */
err_t frame_transmit(struct netif *netif, struct pbuf *p)
{
    u32 offset = 0, length = 0;
    Packet packet = 0;
    status result = self_layer.link ? packet_export(p, 0, &packet, &offset, &length) : E_HOSTUNREACH;

    (void)netif;
    return result < 0 ? error_of_status(result) : put_frame(&self_layer, packet, offset, length);
}

void frames_flush(struct layer *self)
{
    if (self->queued == 0)
        return;
    self->queued = 0;
    NetworkDevice_transmit(device);
}

status layer_attach(struct layer *self, u32 type, EthernetReceiver receiver, Registration *registration)
{
    if (type != ETHTYPE_IP)
        return E_NOTSUP;
    if (self->upper)
        return E_BUSY;
    receiver = EthernetReceiver_duplicate(receiver);
    *registration = receiver ? attachment_create(&self_attachment) : 0;
    if (!*registration) {
        EthernetReceiver_release(receiver);
        return E_NOMEM;
    }
    self->upper = receiver;
    return OK;
}

void attachment_destroy(struct attachment *self)
{
    EthernetReceiver upper = self_layer.upper;

    (void)self;
    self_layer.upper = 0;
    EthernetReceiver_release(upper);
}

status layer_configure(struct layer *self, u32 address, u32 netmask, u32 gateway)
{
    ip4_addr_t own = {address}, mask = {netmask}, router = {gateway};

    (void)self;
    netif_set_addr(&network_interface, &own, &mask, &router);
    neighbour_forget();
    return OK;
}

/* The header of a frame with an IPv4 packet. */
static void write_header(u8 *header, const u8 *station)
{
    SMEMCPY(header, station, ETH_HWADDR_LEN);
    SMEMCPY(header + ETH_HWADDR_LEN, self_layer.address, ETH_HWADDR_LEN);
    *(u16 *)(void *)(header + 2 * ETH_HWADDR_LEN) = PP_HTONS(ETHTYPE_IP);
}

status layer_output(struct layer *self, Packet packet, u32 offset, u32 length, u32 destination)
{
    const u8 *station = self->link ? neighbour_address(destination) : NULL;
    u8 *bytes = station != NULL ? packet_bytes(offset, length, PBUF_LINK) : NULL;
    ip4_addr_t to = {destination};
    struct pbuf *p;
    err_t error;

    if (bytes != NULL) {
        write_header(bytes - SIZEOF_ETH_HDR, station);
        return status_of_error(put_frame(self, packet, offset - SIZEOF_ETH_HDR, length + SIZEOF_ETH_HDR));
    }
    p = packet_wrap(packet, offset, length, PBUF_LINK);
    if (p == NULL)
        return E_RANGE;
    error = etharp_output(&network_interface, p, &to);
    pbuf_free(p);
    return status_of_error(error);
}

status layer_getAddress(struct layer *self, void *address)
{
    memcpy(address, self->address, sizeof self->address);
    return OK;
}

u32 layer_getMtu(struct layer *self)
{
    (void)self;
    return network_interface.mtu;
}

status construct(struct ethernet_roots *roots)
{
    struct layer *self = &self_layer;
    status result = packet_pbuf_start();
    u32 mtu = 0;

    if (result >= 0)
        result = NetworkDevice_getAddress(device, self->address);
    if (result >= 0)
        result = device_get_mtu(&mtu);
    if (result < 0)
        return result;
    network_memory_start();
    network_interface_start(0, 0, 0, mtu, self->address);
    network_interface.output = etharp_output;
    network_interface.linkoutput = frame_transmit;
    link_print_address(self->address);
    roots->layer = self;
    roots->dependent = &self_dependent;
    return stack_start(self);
}

void destruct(void)
{
    NetworkDevice_stop(device);
}
