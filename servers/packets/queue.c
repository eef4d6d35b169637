/* SPDX-License-Identifier: GPL-2.0-only */
/* Packet queues: rings of references to packets of this server.
 *
 * A queue owns the references in it. A packet of another server with a Packet interface is
 * refused: its offset would not be one in the memory of this server.
 */
#include "packets.h"

struct slot {
    Packet packet;
    u32 offset, length;
};

struct queue {
    Semaphore readable;         /* signalled when the queue stops being empty; may be null */
    u32 capacity;
    u32 first;                  /* index of the oldest, below capacity */
    u32 count;                  /* packets in it, at most capacity */
    u32 dropped;
    struct slot slots[];
};

u32 capacity_left;

status packets_createQueue(struct packets *self, u32 capacity, Semaphore readable, PacketQueue *queue)
{
    struct queue *made;

    (void)self;
    if (!capacity)
        return E_RANGE;
    if (capacity > capacity_left)
        return E_NOSPC;
    made = allocate(sizeof *made + capacity * sizeof made->slots[0]);
    if (!made)
        return E_NOMEM;
    memset(made, 0, sizeof *made);
    made->capacity = capacity;
    if (readable && !(made->readable = Semaphore_duplicate(readable)))
        goto out;
    *queue = queue_create(made);
    if (*queue) {
        capacity_left -= capacity;
        return OK;
    }
    Semaphore_release(made->readable);
out:
    deallocate(made);
    return E_NOMEM;
}

/* The place `distance` behind the oldest. */
static struct slot *slot_at(struct queue *self, u32 distance)
{
    u32 index = self->first + distance;

    return &self->slots[index < self->capacity ? index : index - self->capacity];
}

/* Whether put() can take the packet. */
static status check(struct queue *self, Packet packet, u32 offset, u32 length)
{
    const struct packet *own = packet_of(packet);

    if (!own)
        return E_INVAL;
    if (length > BLOCK_SIZE || offset - own->start > BLOCK_SIZE - length)
        return E_RANGE;
    if (self->count == self->capacity) {
        self->dropped++;
        return E_NOSPC;
    }
    return OK;
}

status queue_put(struct queue *self, Packet packet, u32 offset, u32 length)
{
    status result = check(self, packet, offset, length);

    if (result < 0) {
        Packet_release(packet);
        return result;
    }
    *slot_at(self, self->count++) = (struct slot){ packet, offset, length };
    if (self->count == 1 && self->readable)
        Semaphore_signal(self->readable);
    return OK;
}

status queue_get(struct queue *self, Packet *packet, u32 *offset, u32 *length)
{
    struct slot *oldest = slot_at(self, 0);

    if (!self->count)
        return E_AGAIN;
    *packet = oldest->packet;
    *offset = oldest->offset;
    *length = oldest->length;
    self->first = self->first + 1 < self->capacity ? self->first + 1 : 0;
    self->count--;
    return OK;
}

u32 queue_getLength(struct queue *self)
{
    return self->count;
}

u32 queue_getDropped(struct queue *self)
{
    return self->dropped;
}

void queue_destroy(struct queue *self)
{
    for (u32 i = 0; i < self->count; i++)
        Packet_release(slot_at(self, i)->packet);
    Semaphore_release(self->readable);
    capacity_left += self->capacity;
    deallocate(self);
}
