/* SPDX-License-Identifier: GPL-2.0-only */
/* What the probe tries of the packets server, whose pool has 64 packets. */
#include "probe.h"

#define COUNT 64

static void probe_pool(void)
{
    Packet all[COUNT], more;
    u32 got = 0, wrong = 0, mapped, start;
    Memory blocks;

    Packets_getMemory(packets, &blocks);
    check_number(Memory_getSize(blocks), COUNT * Packets_getBlockSize(packets), "packets: their memory");
    Component_map(component, (Any)blocks, &mapped);
    Memory_release(blocks);
    while (got < COUNT && Packets_allocate(packets, &all[got], &start) >= 0)
        got++;
    check_number(got, COUNT, "packets: all can be had");
    check_number(Packets_allocate(packets, &more, &start), E_NOBUFS, "packets: no more");
    for (u32 i = 0; i < got; i++)
        memset((void *)(mapped + Packet_getOffset(all[i])), i, Packets_getBlockSize(packets));
    for (u32 i = 0; i < got; i++) {
        const u8 *block = (const u8 *)mapped + Packet_getOffset(all[i]);

        wrong += block[0] != i || block[2047] != i;
        Packet_release(all[i]);
    }
    check_number(wrong, 0, "packets: each has its own block");
    check_number(Packets_getFree(packets), COUNT, "packets: all are free again");
    Component_unmap(component, mapped);
}

static void probe_queue(void)
{
    Semaphore readable;
    PacketQueue queue;
    Packet packet, sent;
    u32 offset = 0, length = 0, start = 0;

    Threads_createSemaphore(threads, 0, &readable);
    Packets_createQueue(packets, 2, readable, &queue);
    check_number(PacketQueue_get(queue, &packet, &offset, &length), E_AGAIN, "queue: empty at first");
    Packets_allocate(packets, &sent, &start);
    check_number(PacketQueue_put(queue, sent, start + 54, 1000), OK, "queue: a packet goes in");
    check_number(PacketQueue_put(queue, sent, start + 54, 1000), E_REFERENCE, "queue: its reference is consumed");
    check_number(Semaphore_wait(readable, 0), OK, "queue: its reader is woken");
    check_number(PacketQueue_get(queue, &packet, &offset, &length), OK, "queue: it comes out");
    check(offset == start + 54 && length == 1000, "queue: with its frame");
    Packet_release(packet);
    check_number(PacketQueue_put(queue, stranger_create((struct stranger *)1), 0, 1), E_INVAL,
                 "queue: a packet of another server is refused");
    Packets_allocate(packets, &sent, &start);
    PacketQueue_put(queue, sent, start, 1);
    check_number(Packets_getFree(packets), COUNT - 1, "queue: it holds a packet");
    PacketQueue_release(queue);
    check_number(Packets_getFree(packets), COUNT, "queue: and releases it when it goes");
    Semaphore_release(readable);
}

static void probe_many(void)
{
    u32 references = count_references(), wrong = 0;
    PacketQueue queue;
    Packet packet;
    u32 offset, length, start;

    Packets_createQueue(packets, 32, 0, &queue);
    for (u32 i = 0; i < 20000; i++) {
        wrong += Packets_allocate(packets, &packet, &start) < 0 || PacketQueue_put(queue, packet, start, 60) < 0;
        wrong += i >= 16 && PacketQueue_get(queue, &packet, &offset, &length) < 0;
        if (i >= 16)
            Packet_release(packet);
    }
    PacketQueue_release(queue);
    check_number(wrong, 0, "queue: 20000 packets pass");
    check_number(count_references(), references, "queue: and leave no reference behind");
}

void probe_packets(void)
{
    probe_pool();
    probe_queue();
    probe_many();
}
