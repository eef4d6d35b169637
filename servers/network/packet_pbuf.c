/* SPDX-License-Identifier: GPL-2.0-only */
/* Packets as lwIP's pbufs (packet_pbuf.h), and the two functions of pbuf.c that have to
 * know about it: pbuf_alloc() takes a packet for what is going to be sent, and
 * pbuf_add_header() knows where a packet's block begins.
 *
 * The block is shared memory. What may be trusted is only what was checked here: that
 * the bytes of a pbuf lie inside one block. Their contents may change at any time, so
 * that what lwIP reads a decision from is in private memory (private_header.h).
 */
#include "packet_pbuf.h"

#include "lwip/def.h"
#include "lwip/memp.h"

#include "custom_pbuf.h"
#include "packet_blocks.h"
#include "private_header.h"
#include "required.h"

#include <string.h>

#define USUAL_HEADER 20         /* bytes of a header of TCP without options */

struct packet_pbuf {
    struct pbuf_custom custom;  /* first: lwIP knows it by this address */
    Packet packet;              /* owned; null when it was exported */
    u8 *block;                  /* where the packet's block is mapped */
    u32 received;               /* 1 if it counts in packets_received */
    struct packet_pbuf *next_unfilled;
};

/* Packets that tcp_write() made pbufs of, whose bytes are still where its caller has them;
 * the last comes first. */
static struct packet_pbuf *unfilled;
static struct pbuf *last_segment;       /* the last of them that begins a segment's data */

static u32 packets_received;            /* that lwIP holds */

LWIP_MEMPOOL_DECLARE(PACKET_PBUF, PACKET_PBUF_COUNT, sizeof(struct packet_pbuf), "PACKET_PBUF")

status packet_pbuf_start(void)
{
    status result = packet_blocks_map();

    if (result < 0)
        return result;
    if (packet_block_size() <= PACKET_HEADROOM)
        return E_INVAL;
    LWIP_MEMPOOL_INIT(PACKET_PBUF);
    private_headers_start();
    return OK;
}

static void free_packet_pbuf(struct pbuf *p)
{
    struct packet_pbuf *own = (struct packet_pbuf *)(void *)p;

    packets_received -= own->received;
    Packet_release(own->packet);
    LWIP_MEMPOOL_FREE(PACKET_PBUF, own);
}

static struct packet_pbuf *packet_pbuf_of(const struct pbuf *p)
{
    const struct pbuf_custom *custom = (const struct pbuf_custom *)(const void *)p;

    if ((p->flags & PBUF_FLAG_IS_CUSTOM) == 0 || custom->custom_free_function != free_packet_pbuf)
        return NULL;
    return (struct packet_pbuf *)(mem_ptr_t)p;
}

static struct pbuf *wrap(Packet packet, u32 offset, u32 length, u32 front, u32 received)
{
    u8 *bytes = packet_bytes(offset, length, front);
    struct packet_pbuf *own = NULL;

    if (bytes != NULL)
        own = (struct packet_pbuf *)LWIP_MEMPOOL_ALLOC(PACKET_PBUF);
    if (own == NULL) {
        Packet_release(packet);
        return NULL;
    }
    own->packet = packet;
    own->block = packet_block(offset);
    own->received = received;
    packets_received += received;
    return custom_pbuf_init(&own->custom, free_packet_pbuf, bytes, length);
}

struct pbuf *packet_wrap(Packet packet, u32 offset, u32 length, u32 front)
{
    return wrap(packet, offset, length, front, 1);
}

u32 packets_held(void)
{
    return packets_received;
}

/* A new packet with the bytes of `p`, and of `front` private ones before them. */
static status copy_out(struct pbuf *p, u32 front, Packet *packet, u32 *offset)
{
    u32 start = 0;
    u8 *bytes;
    status result;

    if (PACKET_HEADROOM + front + p->tot_len > packet_block_size())
        return E_MSGSIZE;
    result = Packets_allocate(packets, packet, &start);
    if (result < 0)
        return result;
    *offset = start + PACKET_HEADROOM + front;
    bytes = packet_bytes(*offset, p->tot_len, front);
    if (bytes == NULL) {
        Packet_release(*packet);
        *packet = 0;
        return E_FAULT;
    }
    memcpy(bytes - front, (u8 *)p->payload - front, front);
    pbuf_copy_partial(p, bytes, p->tot_len, 0);
    return OK;
}

/* The packet behind a private header; null if `p` is anything but those two. */
static struct packet_pbuf *packet_behind(const struct pbuf *p)
{
    struct packet_pbuf *own;

    if (!is_private_header(p) || p->next == NULL || p->next->next != NULL)
        return NULL;
    own = packet_pbuf_of(p->next);
    return own && p->len <= (u32)((u8 *)p->next->payload - own->block) ? own : NULL;
}

/* The packet of `own`, or another reference to it if others refer to the pbuf. */
static status take_packet(struct packet_pbuf *own, Packet *packet)
{
    if (own->custom.pbuf.ref != 1) {
        *packet = Packet_duplicate(own->packet);
        return *packet ? OK : E_NOMEM;
    }
    *packet = own->packet;
    own->packet = 0;
    return *packet ? OK : E_INVAL;
}

status packet_export(struct pbuf *p, u32 front, Packet *packet, u32 *offset, u32 *length)
{
    struct packet_pbuf *own = p->next == NULL ? packet_pbuf_of(p) : packet_behind(p);

    *length = p->tot_len;
    if (own == NULL)
        return copy_out(p, front, packet, offset);
    *offset = packet_offset_of(own->custom.pbuf.payload) - (p->tot_len - own->custom.pbuf.len);
    return take_packet(own, packet);
}

status packet_send(struct pbuf *p, Packet *packet, u32 *offset, u32 *length)
{
    struct packet_pbuf *own = packet_behind(p);

    if (own == NULL)
        return packet_export(p, 0, packet, offset, length);
    *length = p->tot_len;
    *offset = packet_offset_of(p->next->payload) - p->len;
    if (p->len == USUAL_HEADER)         /* a constant: the copy is a few instructions */
        SMEMCPY((u8 *)p->next->payload - USUAL_HEADER, p->payload, USUAL_HEADER);
    else
        memcpy((u8 *)p->next->payload - p->len, p->payload, p->len);
    *packet = Packet_duplicate(own->packet);
    return *packet ? OK : E_NOMEM;
}

static struct pbuf *allocate_packet(u32 offset, u32 length)
{
    Packet packet = 0;
    u32 start = 0;

    if (offset + length > packet_block_size() || Packets_allocate(packets, &packet, &start) < 0)
        return NULL;
    return wrap(packet, start + offset, length, 0, 0);
}

/* lwIP asks for PBUF_ROM when tcp_write() shall not copy, and makes `payload` point to the
 * bytes. packet_fill() then copies them into the packet. */
static struct pbuf *allocate_unfilled(pbuf_layer layer, u32 length)
{
    struct pbuf *p = allocate_packet(PACKET_HEADROOM, length);
    struct packet_pbuf *own = p ? packet_pbuf_of(p) : NULL;

    if (own == NULL)
        return NULL;
    own->next_unfilled = unfilled;
    unfilled = own;
    if (layer == PBUF_TRANSPORT)
        last_segment = p;
    return p;
}

void packet_fill_begin(void)
{
    unfilled = NULL;
    last_segment = NULL;
}

struct pbuf *packet_fill(u32 *room)
{
    for (; unfilled != NULL; unfilled = unfilled->next_unfilled) {
        struct pbuf *p = &unfilled->custom.pbuf;
        u8 *to = unfilled->block + PACKET_HEADROOM;

        memcpy(to, p->payload, p->len);
        p->payload = to;
    }
    if (last_segment != NULL)
        *room = packet_block_size() - PACKET_HEADROOM - last_segment->len;
    return last_segment;
}

/* lwIP allocates PBUF_RAM for what it is going to send: that is a packet, with the headers of
 * the layers below left free; unless TCP keeps it, to send it again (PBUF_TRANSPORT): that is
 * private, and copied out each time. */
struct pbuf *pbuf_alloc(pbuf_layer layer, u16_t length, pbuf_type type)
{
    struct pbuf *p = NULL;

    if (type == PBUF_ROM)
        return allocate_unfilled(layer, length);
    if (type == PBUF_RAM && layer == PBUF_TRANSPORT)
        p = private_header_new(length);
    else if (type == PBUF_RAM)
        p = allocate_packet(LWIP_MEM_ALIGN_SIZE((u32)layer), length);
    return p ? p : lwip_pbuf_alloc(layer, length, type);
}

u8_t pbuf_add_header(struct pbuf *p, size_t increment)
{
    struct packet_pbuf *own = packet_pbuf_of(p);
    size_t room = own ? (size_t)((u8 *)p->payload - own->block) : private_header_room(p);

    if (own == NULL && !is_private_header(p))
        return lwip_pbuf_add_header(p, increment);
    return increment > room ? 1 : pbuf_add_header_force(p, increment);
}
