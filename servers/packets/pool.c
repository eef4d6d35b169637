/* SPDX-License-Identifier: GPL-2.0-only */
/* The pool: one contiguous memory cut into blocks, and a Packet object for each.
 *
 * All objects are made at the start. A packet is free when nobody references its object, in a
 * server or in a queue: the kernel then keeps it (Component.keepObjects), and gives out first which it
 * got last: a block that was just used is still in the cache. When this server has no room for that,
 * because its queues hold as many references as it may have, the object is destroyed; it is made
 * anew when the packet is needed.
 *
 * The server is serialised by the kernel, and calls nobody but the kernel and the
 * semaphores of its queues, so that its functions are short for whoever waits.
 */
#include "packets.h"

struct packets {
    Memory blocks;
    struct packet *all;
    struct packet *without_object;
    u32 without_object_count;
};

static struct packets pool;

/* 0 if the text is no number of at most 8 digits. */
static u32 parse_count(const char *text, i32 length)
{
    u32 count = 0;

    for (i32 i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return 0;
        count = count * 10 + text[i] - '0';
    }
    return count;
}

/* The setting `count`, or the default. */
static status read_count(u32 *count)
{
    static const char complaint[] = "packets: malformed setting `count`, expected a number from 1 to 32768\n";
    char text[8];
    i32 length = settings ? Settings_get(settings, "count", 5, 0, text, sizeof text) : E_NOENT;

    *count = length == E_NOENT ? COUNT_DEFAULT : parse_count(text, length);
    if (*count >= 1 && *count <= COUNT_MAX)
        return OK;
    Log_write(log, complaint, sizeof complaint - 1);
    return E_INVAL;
}

/* The first block is to be the first that is given out. */
static status make_packets(u32 count)
{
    status result = packet_keep();

    while (result >= 0 && count-- > 0) {
        Packet packet;

        pool.all[count].start = count * BLOCK_SIZE;
        packet = packet_create(&pool.all[count]);
        if (!packet)
            return E_NOMEM;
        Packet_release(packet);
    }
    return result;
}

status construct(struct packets_roots *roots)
{
    u32 count;
    status result = read_count(&count);

    if (result < 0)
        return result;
    heap_use(memory);
    result = PhysicalMemory_allocate(memory, count * BLOCK_SIZE, &pool.blocks);
    if (result < 0)
        return result;
    pool.all = allocate(count * sizeof *pool.all);
    if (!pool.all)
        return E_NOMEM;
    capacity_left = CAPACITY_FACTOR * count;
    roots->packets = &pool;
    return make_packets(count);
}

void destruct(void)
{
    Memory_release(pool.blocks);
}

status packets_getMemory(struct packets *self, Memory *blocks)
{
    *blocks = Memory_duplicate(self->blocks);
    return *blocks ? OK : E_NOMEM;
}

u32 packets_getBlockSize(struct packets *self)
{
    (void)self;
    return BLOCK_SIZE;
}

/* A packet whose object was destroyed; null if there is none, or still no room. */
static Packet make_again(struct packet **taken)
{
    struct packet *first = pool.without_object;
    Packet packet = first ? packet_create(first) : 0;

    if (packet) {
        pool.without_object = first->next;
        pool.without_object_count--;
        *taken = first;
    }
    return packet;
}

status packets_allocate(struct packets *self, Packet *packet, u32 *start)
{
    struct packet *taken;

    (void)self;
    *packet = packet_reuse(&taken);
    if (!*packet)
        *packet = make_again(&taken);
    if (!*packet)
        return E_NOBUFS;
    *start = taken->start;
    return OK;
}

u32 packets_owns(struct packets *self, Packet packet, u32 offset)
{
    const struct packet *own = packet_of(packet);

    (void)self;
    return own && offset - own->start < BLOCK_SIZE;
}

u32 packets_getFree(struct packets *self)
{
    (void)self;
    return packet_kept() + pool.without_object_count;
}

u32 packet_getOffset(struct packet *self)
{
    return self->start;
}

void packet_destroy(struct packet *self)
{
    self->next = pool.without_object;
    pool.without_object = self;
    pool.without_object_count++;
}
