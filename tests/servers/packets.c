/* SPDX-License-Identifier: GPL-2.0-only */
/* The packets server: what becomes of packets and queues, against a model of the queue, and
 * that no block and no reference is lost. */
#include <stdlib.h>

#include "tap.h"
#include "packets.h"
#include "fake_component.h"

static struct packets_roots roots;
static const char *count_setting;
static int signals;

static i32 get_setting(Settings self, const void *name, u32 length, u32 index, void *value, u32 size)
{
    (void)self;
    if (!count_setting || length != 5 || memcmp(name, "count", 5) || index)
        return E_NOENT;
    if (strlen(count_setting) > size)
        return E_RANGE;
    memcpy(value, count_setting, strlen(count_setting));
    return strlen(count_setting);
}

static char message[200];

static void write_log(Log self, const void *text, u32 length)
{
    (void)self;
    snprintf(message, sizeof message, "%.*s", (int)length, (const char *)text);
}

static void signal(Semaphore self)
{
    (void)self;
    signals++;
}

static const struct Semaphore_entries semaphore_entries = { 0, signal };

static status construct_with(const char *count)
{
    static const struct Settings_entries entries = { get_setting };
    static const struct Settings_entries *reference = &entries;
    static const struct Log_entries log_entries = { write_log }, *log_reference = &log_entries;

    log = &log_reference;
    count_setting = count;
    settings = &reference;
    return construct(&roots);
}

static void test_count(void)
{
    static const char *const wrong[] = { "0", "32769", "12x", "-1", " 1", "99999999", "123456789" };

    for (u32 i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        message[0] = 0;
        is_number(construct_with(wrong[i]), E_INVAL, "count=%s is refused", wrong[i]);
        is_text(message, "packets: malformed setting `count`, expected a number from 1 to 32768\n",
                "and told");
    }
    ok(construct_with("8") == OK, "count=8 is taken");
    is_number(packets_getFree(roots.packets), 8, "as many packets are free");
}

static void test_pool(void)
{
    Packet packets[8], more = 0;
    u32 seen = 0, start;
    Memory blocks;

    ok(packets_getMemory(roots.packets, &blocks) == OK, "the blocks' memory");
    is_number(Memory_getSize(blocks), 8 * packets_getBlockSize(roots.packets), "its size");
    Memory_release(blocks);
    for (u32 i = 0; i < 8; i++) {
        ok(packets_allocate(roots.packets, &packets[i], &start) == OK
           && packet_getOffset(packet_of(packets[i])) == start, "packet %u, and where it is", i);
        seen |= 1 << start / 2048;
    }
    is_number(seen, 255, "each has a block of its own");
    is_number(packets_allocate(roots.packets, &more, &start), E_NOBUFS, "no packet is left");
    for (u32 i = 0; i < 8; i++)
        Packet_release(packets[i]);
    is_number(packets_getFree(roots.packets), 8, "released packets are free again");
    for (u32 i = 0; i < 8; i++)
        packets[i] = packets_allocate(roots.packets, &more, &start) == OK ? more : 0;
    for (u32 i = 0; i < 8; i++) {
        ok(packets[i] != 0, "packet %u can be had again", i);
        Packet_release(packets[i]);
    }
}

/* The kernel does not keep a packet's object when the server may have no more references. */
static void test_no_room(void)
{
    Packet packet = 0;
    Packet held[8];
    u32 start, again = ~0u;

    packets_allocate(roots.packets, &packet, &start);
    fake_implementations[1].keeps = 0;
    Packet_release(packet);
    fake_implementations[1].keeps = 1;
    is_number(packets_getFree(roots.packets), 8, "a packet whose object was destroyed is free");
    for (u32 i = 0; i < 8; i++) {
        ok(packets_allocate(roots.packets, &packet, &again) == OK, "packet %u of all 8 can be had", i);
        ok(packet_of(packet) && packet_getOffset(packet_of(packet)) == again, "and says where it is");
        held[i] = packet;
    }
    is_number(again, start, "it comes last");
    for (u32 i = 0; i < 8; i++)
        Packet_release(held[i]);
    is_number(packets_getFree(roots.packets), 8, "and is kept again");
}

static u32 start;               /* of the last new packet's block */

static Packet new_packet(void)
{
    Packet packet;

    return packets_allocate(roots.packets, &packet, &start) == OK ? packet : 0;
}

/* Puts a new packet, whose frame is `offset` bytes behind its block's start. */
static status put_new(struct queue *queue, u32 offset, u32 length)
{
    Packet packet = new_packet();

    return queue_put(queue, packet, start + offset, length);
}

static void test_queue(void)
{
    Semaphore readable = fake_object_new(&semaphore_entries);
    PacketQueue reference, none;
    struct queue *queue;
    Packet packet, first = new_packet();
    u32 offset, length, first_start = start;

    is_number(packets_createQueue(roots.packets, 0, readable, &none), E_RANGE,
              "a queue without room is refused");
    is_number(packets_createQueue(roots.packets, 0xffffffff, readable, &none), E_NOSPC,
              "one too large is refused");
    fake_fail_construct = 1;
    is_number(packets_createQueue(roots.packets, 1, readable, &none), E_NOMEM, "no memory for the object");
    ok(packets_createQueue(roots.packets, 2, readable, &reference) == OK, "a queue of two");
    queue = queue_of(reference);
    is_number(queue_get(queue, &packet, &offset, &length), E_AGAIN, "it is empty");
    is_number(queue_put(queue, first, first_start + 100, 60), OK, "the first packet");
    is_number(signals, 1, "makes it readable");
    is_number(put_new(queue, 2047, 1), OK, "the second");
    is_number(signals, 1, "does not signal again");
    is_number(put_new(queue, 0, 2048), E_NOSPC, "the third finds it full");
    is_number(queue_getDropped(queue), 1, "and is counted");
    is_number(packets_getFree(roots.packets), 6, "and released");
    ok(queue_get(queue, &packet, &offset, &length) == OK && packet == first
       && offset == first_start + 100 && length == 60,
       "the first comes out as it went in");
    Packet_release(packet);
    is_number(put_new(queue, 2048, 1), E_RANGE, "a frame behind its block");
    is_number(put_new(queue, 1, 2048), E_RANGE, "a frame across its end");
    is_number(put_new(queue, 0xfffff800, 2048), E_RANGE, "one in the block before");
    is_number(put_new(queue, 4096, 60), E_RANGE, "a frame in another block");
    is_number(put_new(queue, 0, 0xffffffff), E_RANGE, "a length that wraps");
    is_number(queue_put(queue, fake_object_new(0), 0, 1), E_INVAL, "a packet of another server");
    is_number(packets_getFree(roots.packets), 7, "refused packets are released");
    is_number(queue_getLength(queue), 1, "one packet is left");
    PacketQueue_release(reference);
    is_number(packets_getFree(roots.packets), 8, "the queue takes it along");
    Semaphore_release(readable);
    ok(packets_createQueue(roots.packets, 2, 0, &reference) == OK
       && put_new(queue_of(reference), 0, 1) == OK, "a queue that nobody waits for");
    PacketQueue_release(reference);
}

/* Makes queues of that capacity until one is refused, and ends them; how many there were. */
static u32 make_queues(u32 capacity)
{
    PacketQueue queues[64];
    u32 count = 0;
    status result;

    while (count < 64 && (result = packets_createQueue(roots.packets, capacity, 0, &queues[count])) == OK)
        count++;
    if (count < 64)
        is_number(result, E_NOSPC, "one more queue is refused");
    for (u32 i = 0; i < count; i++)
        PacketQueue_release(queues[i]);
    return count;
}

/* Who makes queues may be in user mode, and their memory is this server's. */
static void test_capacities(void)
{
    is_number(make_queues(8), 4, "all queues together have room for four times as many packets as there are");
    is_number(make_queues(1), 32, "however small they are");
    is_number(make_queues(33), 0, "or large");
    fake_fail_construct = 1;
    PacketQueue none;
    packets_createQueue(roots.packets, 32, 0, &none);
    is_number(make_queues(32), 1, "and when they are gone, or failed, there is room for others");
}

/* Puts and gets at random, against an array. */
static void test_order(void)
{
    struct { Packet packet; u32 length; } model[5];
    u32 count = 0, wrong = 0, length, offset;
    PacketQueue reference;
    struct queue *queue;
    Packet packet;

    packets_createQueue(roots.packets, 5, 0, &reference);
    queue = queue_of(reference);
    srand(1);
    for (int round = 0; round < 20000; round++) {
        if (rand() & 1) {
            packet = new_packet();
            length = rand() % 2049;
            if (count < 5) {
                model[count].packet = packet;
                model[count++].length = length;
                wrong += queue_put(queue, packet, start, length) != OK;
            } else {
                wrong += queue_put(queue, packet, start, length) != E_NOSPC;
            }
        } else if (count) {
            wrong += queue_get(queue, &packet, &offset, &length) != OK || packet != model[0].packet
                || length != model[0].length;
            Packet_release(packet);
            memmove(model, model + 1, --count * sizeof model[0]);
        } else {
            wrong += queue_get(queue, &packet, &offset, &length) != E_AGAIN;
        }
        wrong += queue_getLength(queue) != count;
    }
    is_number(wrong, 0, "20000 puts and gets keep the order");
    PacketQueue_release(reference);
}

int main(void)
{
    fake_component_start();
    memory = fake_physical_memory();
    fake_implementations[1].destroy = (void (*)(void *))packet_destroy;
    fake_implementations[2].destroy = (void (*)(void *))queue_destroy;
    test_count();
    is_number(fake_references, 1, "the server holds the blocks");
    test_pool();
    test_no_room();
    test_queue();
    test_capacities();
    test_order();
    is_number(packets_getFree(roots.packets), 8, "all packets are free");
    is_number(fake_references, 1, "no reference is lost");
    return tap_end();
}
