// SPDX-License-Identifier: GPL-2.0-only
/* Mapping the packets' memory. Another server says where a block lies, so that each answer is
 * checked before an address is made of it. */
#include <linux/kernel.h>
#include <linux/ratelimit.h>

#include "network.server.h"
#include "packet_memory.h"

static unsigned char *base;
static u32 size, block_size;

static bool map(void)
{
    Memory all = NULL;
    u32 address;
    status result = Packets_getMemory(packets, &all);

    if (result >= 0) {
        size = Memory_getSize(all);
        result = Component_map(component, all, &address);
    }
    Memory_release(all);
    if (result < 0) {
        pr_err_ratelimited("the packets' memory cannot be mapped (status %d)\n", result);
        return false;
    }
    block_size = min(Packets_getBlockSize(packets), size);
    base = (unsigned char *)address;
    return true;
}

unsigned int packet_block_size(void)
{
    return likely(base) || map() ? block_size : 0;
}

unsigned char *packet_block(Packet packet)
{
    u32 offset = Packet_getOffset(packet);

    if (unlikely(!packet_block_size() || offset > size - block_size)) {
        pr_err_ratelimited("a packet's block at %#x is outside the packets' memory\n", offset);
        return NULL;
    }
    return base + offset;
}
