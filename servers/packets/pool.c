/* SPDX-License-Identifier: GPL-2.0-only */
/* The pool: one contiguous memory cut into blocks, and the Packet objects on them.
 *
 * A Packet object lives as long as somebody references it, in a server or in a queue; the
 * kernel then calls packet_destroy(), and its block is free. The free list is last in,
 * first out: a block that was just used is still in the cache.
 *
 * The server is serialised by the kernel, and calls nobody but the kernel and the
 * semaphores of its queues, so that its functions are short for whoever waits.
 */
#include "packets.h"

struct packets {
    Memory blocks;
    struct packet *all;
    struct packet *free;
    u32 free_count;
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
    static const char complaint[] = "packets: malformed setting `count`, expected a number from 1 to 65536\n";
    char text[8];
    i32 length = settings ? Settings_get(settings, "count", 5, 0, text, sizeof text) : E_NOENT;

    *count = length == E_NOENT ? COUNT_DEFAULT : parse_count(text, length);
    if (*count >= 1 && *count <= COUNT_MAX)
        return OK;
    Log_write(log, complaint, sizeof complaint - 1);
    return E_INVAL;
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
    for (u32 i = count; i-- > 0; ) {
        pool.all[i].next_free = pool.free;
        pool.free = &pool.all[i];
    }
    pool.free_count = count;
    roots->packets = &pool;
    return OK;
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

status packets_allocate(struct packets *self, Packet *packet, u32 *start)
{
    struct packet *taken = self->free;

    if (!taken)
        return E_NOBUFS;
    *packet = packet_create(taken);
    if (!*packet)
        return E_NOMEM;
    *start = packet_offset(taken);
    self->free = taken->next_free;
    self->free_count--;
    return OK;
}

u32 packets_getFree(struct packets *self)
{
    return self->free_count;
}

u32 packet_offset(const struct packet *packet)
{
    return (packet - pool.all) * BLOCK_SIZE;
}

u32 packet_getOffset(struct packet *self)
{
    return packet_offset(self);
}

void packet_destroy(struct packet *self)
{
    self->next_free = pool.free;
    pool.free = self;
    pool.free_count++;
}
