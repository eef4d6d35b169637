/* SPDX-License-Identifier: GPL-2.0-only */
/* Packets as lwIP's pbufs (packet_pbuf.h), and the two functions of pbuf.c that have to
 * know about it: pbuf_alloc() takes a packet for what is going to be sent, and
 * pbuf_add_header() knows where a packet's block begins.
 *
 * The block is shared memory. What may be trusted is only what was checked here: that
 * the bytes of a pbuf lie inside one block. Their contents may change at any time.
 */
#include "packet_pbuf.h"

#include "lwip/def.h"
#include "lwip/memp.h"

#include "packet_blocks.h"
#include "required.h"

#include <string.h>

struct packet_pbuf {
    struct pbuf_custom custom;  /* first: lwIP knows it by this address */
    Packet packet;              /* owned; null when it was exported */
    u8 *block;                  /* where the packet's block is mapped */
};

LWIP_MEMPOOL_DECLARE(PACKET_PBUF, PACKET_PBUF_COUNT, sizeof(struct packet_pbuf), "PACKET_PBUF")

status packet_pbuf_start(void)
{
    status result = packet_blocks_map();

    if (result < 0)
        return result;
    if (packet_block_size() <= PACKET_HEADROOM)
        return E_INVAL;
    LWIP_MEMPOOL_INIT(PACKET_PBUF);
    return OK;
}

static void free_packet_pbuf(struct pbuf *p)
{
    struct packet_pbuf *own = (struct packet_pbuf *)(void *)p;

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

struct pbuf *packet_wrap(Packet packet, u32 offset, u32 length, u32 front)
{
    u8 *block = packet_block(packet);
    u32 block_size = packet_block_size();
    struct packet_pbuf *own = NULL;

    if (block != NULL && front <= offset && offset <= block_size && length <= block_size - offset)
        own = (struct packet_pbuf *)LWIP_MEMPOOL_ALLOC(PACKET_PBUF);
    if (own == NULL) {
        Packet_release(packet);
        return NULL;
    }
    own->custom.custom_free_function = free_packet_pbuf;
    own->packet = packet;
    own->block = block;
    /* PBUF_ROM: the bytes are elsewhere, and stay there as long as the pbuf lives */
    return pbuf_alloced_custom(PBUF_RAW, (u16_t)length, PBUF_ROM, &own->custom, block + offset,
                               (u16_t)(block_size - offset));
}

/* A new packet with the bytes of `p`, and of `front` private ones before them. */
static status copy_out(struct pbuf *p, u32 front, Packet *packet, u32 *offset)
{
    u8 *block;
    status result;

    if (PACKET_HEADROOM + front + p->tot_len > packet_block_size())
        return E_MSGSIZE;
    result = Packets_allocate(packets, packet);
    if (result < 0)
        return result;
    block = packet_block(*packet);
    if (block == NULL) {
        Packet_release(*packet);
        *packet = 0;
        return E_FAULT;
    }
    memcpy(block + PACKET_HEADROOM, (u8 *)p->payload - front, front);
    pbuf_copy_partial(p, block + PACKET_HEADROOM + front, p->tot_len, 0);
    *offset = PACKET_HEADROOM + front;
    return OK;
}

status packet_export(struct pbuf *p, u32 front, Packet *packet, u32 *offset, u32 *length)
{
    struct packet_pbuf *own = packet_pbuf_of(p);

    if (own == NULL || p->next != NULL) {
        *length = p->tot_len;
        return copy_out(p, front, packet, offset);
    }
    if (p->ref != 1)
        return packet_share(p, packet, offset, length);
    *packet = own->packet;
    own->packet = 0;
    *offset = (u32)((u8 *)p->payload - own->block);
    *length = p->len;
    return *packet ? OK : E_INVAL;
}

status packet_share(struct pbuf *p, Packet *packet, u32 *offset, u32 *length)
{
    struct packet_pbuf *own = packet_pbuf_of(p);

    if (own == NULL || p->next != NULL) {
        *length = p->tot_len;
        return copy_out(p, 0, packet, offset);
    }
    *packet = Packet_duplicate(own->packet);
    *offset = (u32)((u8 *)p->payload - own->block);
    *length = p->len;
    return *packet ? OK : E_NOMEM;
}

/* lwIP allocates PBUF_RAM for what it is going to send: that is a packet, with the
 * headers of the layers below left free. */
struct pbuf *pbuf_alloc(pbuf_layer layer, u16_t length, pbuf_type type)
{
    u32 offset = LWIP_MEM_ALIGN_SIZE((u32)layer);
    Packet packet = 0;

    if (type != PBUF_RAM || offset + length > packet_block_size())
        return lwip_pbuf_alloc(layer, length, type);
    if (Packets_allocate(packets, &packet) < 0)
        return NULL;
    return packet_wrap(packet, offset, length, 0);
}

u8_t pbuf_add_header(struct pbuf *p, size_t increment)
{
    struct packet_pbuf *own = packet_pbuf_of(p);

    if (own == NULL)
        return lwip_pbuf_add_header(p, increment);
    if (increment > (size_t)((u8 *)p->payload - own->block))
        return 1;
    return pbuf_add_header_force(p, increment);
}
