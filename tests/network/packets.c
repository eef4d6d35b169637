/* SPDX-License-Identifier: GPL-2.0-only */
/* The stand-in for the server `packets` (packets.h). */
#include "packets.h"
#include "world.h"

#include <stdlib.h>
#include <string.h>

#define HEADROOM 66

struct entry { void *packet; u32 offset, length; };
struct queue { u32 capacity, first, count; struct entry entries[]; };

static u8 blocks[PACKET_COUNT][BLOCK_SIZE] __attribute__((aligned(4096)));
static u32 free_list[PACKET_COUNT], free_count;
static u32 left = 0xffffffff;           /* how many may still be allocated */
static struct object *memory_object;

static u32 block_of(const u8 *self)
{
    return (u32)(self - blocks[0]) / BLOCK_SIZE;
}

static u32 packet_get_offset(const u8 *self)
{
    return block_of(self) * BLOCK_SIZE;
}

static void packet_free(void *self)
{
    memset(self, 0xdb, BLOCK_SIZE);     /* whoever still reads it is noticed */
    free_list[free_count++] = block_of(self);
}

static status packets_allocate(void *self, void **packet, u32 *start)
{
    static void *const functions[] = {packet_get_offset};

    (void)self;
    if (free_count == 0 || left == 0)
        return E_NOBUFS;
    if (left != 0xffffffff)
        left--;
    *start = free_list[--free_count] * BLOCK_SIZE;
    *packet = object_create(functions, 1, blocks[0] + *start, packet_free);
    return OK;
}

static status packets_get_memory(void *self, void **memory)
{
    (void)self;
    *memory = reference_duplicate(memory_object);
    return OK;
}

static u32 packets_get_block_size(void *self)
{
    (void)self;
    return BLOCK_SIZE;
}

static u32 memory_get_size(void *self)
{
    (void)self;
    return sizeof blocks;
}

static status queue_put(struct queue *self, void *packet, u32 offset, u32 length)
{
    u32 start = packet_get_offset(((struct object *)packet)->self);

    if (self->count == self->capacity || length > BLOCK_SIZE || offset - start > BLOCK_SIZE - length) {
        reference_release(packet);
        return self->count == self->capacity ? E_NOSPC : E_RANGE;
    }
    self->entries[(self->first + self->count++) % self->capacity] = (struct entry){packet, offset, length};
    return OK;
}

static status queue_get(struct queue *self, void **packet, u32 *offset, u32 *length)
{
    struct entry *oldest = &self->entries[self->first];

    if (self->count == 0)
        return E_AGAIN;
    *packet = oldest->packet;
    *offset = oldest->offset;
    *length = oldest->length;
    self->first = (self->first + 1) % self->capacity;
    self->count--;
    return OK;
}

static status packets_create_queue(void *self, u32 capacity, void *readable, void **queue)
{
    static void *const functions[] = {queue_put, queue_get};
    struct queue *made = calloc(1, sizeof *made + capacity * sizeof made->entries[0]);

    (void)self;
    (void)readable;
    made->capacity = capacity;
    *queue = object_create(functions, 2, made, free);
    return OK;
}

static u32 packets_owns(void *self, void *packet, u32 offset)
{
    const u8 *block = ((struct object *)packet)->self;
    u32 start = (u32)(block - blocks[0]);

    (void)self;
    return start < sizeof blocks && offset - start < BLOCK_SIZE;
}

void *packets_create(void)
{
    static struct { void *address; } memory = {blocks};
    static void *const memory_functions[] = {memory_get_size};
    static void *const functions[] = {
        packets_get_memory, packets_get_block_size, packets_allocate, packets_create_queue,
        packets_owns,
    };

    for (free_count = 0; free_count < PACKET_COUNT; free_count++)
        free_list[free_count] = PACKET_COUNT - 1 - free_count;
    memory_object = object_create(memory_functions, 1, &memory, NULL);
    return object_create(functions, 5, NULL, NULL);
}

u8 *packets_memory(u32 *size)
{
    *size = sizeof blocks;
    return blocks[0];
}

void queue_offer(struct object *queue, const u8 *frame, u32 length)
{
    void *packet;
    u32 start;

    if (packets_allocate(NULL, &packet, &start) < 0)
        return;
    memcpy(blocks[0] + start + HEADROOM, frame, length);
    queue_put(queue->self, packet, start + HEADROOM, length);
}

const u8 *queue_take(struct object *queue, u32 *length)
{
    static u8 frame[BLOCK_SIZE];
    struct object *packet;
    u32 offset;

    if (queue_get(queue->self, (void **)&packet, &offset, length) < 0)
        return NULL;
    memcpy(frame, blocks[0] + offset, *length);
    reference_release(packet);
    return frame;
}

u32 world_free_packets(void)
{
    return free_count;
}

void world_limit_packets(u32 more)
{
    left = more;
}
