// SPDX-License-Identifier: GPL-2.0-only
/* The network's part of the world: packets, and the two queues of a card. */
#include <stdlib.h>
#include <string.h>

#include "objects.h"
#include "world.h"

#define BLOCK 2048

static unsigned char *blocks;
static unsigned char used[WORLD_PACKETS];
unsigned world_packets_free = WORLD_PACKETS;

struct packet_object {
    struct object object;
    unsigned offset;
};

static u32 packet_offset(Packet self)
{
    return ((struct packet_object *)self)->offset;
}

static void packet_destroy(struct object *object)
{
    unsigned index = ((struct packet_object *)object)->offset / BLOCK;

    if (index < WORLD_PACKETS && used[index]) {
        used[index] = 0;
        world_packets_free++;
    }
}

static struct packet_object *packet_new(void)
{
    static const struct Packet_entries entries = { packet_offset };
    struct packet_object *packet;
    unsigned index = 0;

    while (index < WORLD_PACKETS && used[index])
        index++;
    if (index == WORLD_PACKETS || !world_packets_free)
        return NULL;
    used[index] = 1;
    world_packets_free--;
    packet = object_new(sizeof *packet, &entries, "packet", packet_destroy);
    packet->offset = index * BLOCK;
    return packet;
}

static status packets_allocate(Packets self, Packet *packet, u32 *start)
{
    *packet = (Packet)packet_new();
    if (*packet)
        *start = packet_offset(*packet);
    return *packet ? OK : E_NOBUFS;
}

static status packets_memory(Packets self, Memory *memory)
{
    *memory = memory_of(blocks, WORLD_PACKETS * BLOCK, 0x4000000, 0);
    return OK;
}

static u32 packets_block_size(Packets self)
{
    return BLOCK;
}

const struct Packets_entries packets_entries = {
    .getMemory = packets_memory, .getBlockSize = packets_block_size, .allocate = packets_allocate
};

void packets_begin(void)
{
    if (!blocks)
        blocks = calloc(WORLD_PACKETS, BLOCK);
}

/* Queues. */

struct queue_object {
    struct object object;
    unsigned length, capacity;
    struct {
        Packet packet;
        u32 offset, length;
    } frames[WORLD_PACKETS];
};

static struct queue_object *received, *sending;
unsigned world_receive_capacity = WORLD_PACKETS;

static status queue_put(PacketQueue self, Packet packet, u32 offset, u32 length)
{
    struct queue_object *queue = (struct queue_object *)self;

    if (queue->length == queue->capacity) {
        object_release((struct object *)packet);
        return E_NOSPC;
    }
    queue->frames[queue->length].packet = packet;
    queue->frames[queue->length].offset = offset;
    queue->frames[queue->length++].length = length;
    return OK;
}

static status queue_get(PacketQueue self, Packet *packet, u32 *offset, u32 *length)
{
    struct queue_object *queue = (struct queue_object *)self;

    if (!queue->length)
        return E_AGAIN;
    *packet = queue->frames[0].packet;
    *offset = queue->frames[0].offset;
    *length = queue->frames[0].length;
    memmove(queue->frames, queue->frames + 1, --queue->length * sizeof queue->frames[0]);
    return OK;
}

static void queue_destroy(struct object *object)
{
    struct queue_object *queue = (struct queue_object *)object;

    while (queue->length)
        object_release((struct object *)queue->frames[--queue->length].packet);
}

static struct queue_object *queue_new(unsigned capacity)
{
    static const struct PacketQueue_entries entries = { .put = queue_put, .get = queue_get };
    struct queue_object *queue = object_new(sizeof *queue, &entries, "queue", queue_destroy);

    queue->capacity = capacity;
    return queue;
}

void queues_end(void)
{
    if (received) {
        object_release(&received->object);
        object_release(&sending->object);
    }
    received = sending = NULL;
}

int world_start(void)
{
    struct queue_object *in = queue_new(world_receive_capacity), *out = queue_new(WORLD_PACKETS);
    int result = network_device_start(world_device, (PacketQueue)in, (PacketQueue)out);

    if (result == OK) {
        queues_end();
        received = in;
        sending = out;
    } else {
        object_release(&in->object);
        object_release(&out->object);
    }
    return result;
}

void world_send(const void *frame, unsigned length)
{
    struct packet_object *packet = packet_new();

    memcpy(blocks + packet->offset + 64, frame, length);
    queue_put((PacketQueue)sending, (Packet)packet, packet->offset + 64, length);
}

void world_send_at(unsigned block_offset, unsigned offset, unsigned length)
{
    static const struct Packet_entries entries = { packet_offset };
    struct packet_object *packet = object_new(sizeof *packet, &entries, "packet", NULL);

    packet->offset = block_offset;
    queue_put((PacketQueue)sending, (Packet)packet, block_offset + offset, length);
}

unsigned world_receive(void *frame, unsigned size)
{
    Packet packet;
    u32 offset, length;

    if (queue_get((PacketQueue)received, &packet, &offset, &length) != OK)
        return 0;
    memcpy(frame, blocks + offset, length < size ? length : size);
    object_release((struct object *)packet);
    return length;
}

unsigned world_received(void)
{
    return received->length;
}

unsigned world_sending(void)
{
    return sending->length;
}

/* The link handler. */

unsigned world_link_changes;

static void link_changed(Runnable self)
{
    world_link_changes++;
    network_device_getLink(world_device);       /* as the layer above does, on the same thread */
}

void world_listen(int on)
{
    static const struct Runnable_entries entries = { link_changed };
    struct object *handler = on ? object_new(sizeof *handler, &entries, "listener", NULL) : NULL;

    network_device_setLinkHandler(world_device, (Runnable)handler);
    object_release(handler);
}
