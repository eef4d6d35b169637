// SPDX-License-Identifier: GPL-2.0-only
/* Mapping the packets' memory. Another server says where a block lies, so that each answer is
 * checked before an address is made of it. */
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/ratelimit.h>

#include "network.server.h"
#include "packet_memory.h"

static Memory all;                      /* held for its bus addresses */
struct packet_memory packet_memory;

bool packet_memory_map(void)
{
    u32 address, size = 0, block_size = 0;
    status result = Packets_getMemory(packets, &all);

    if (result >= 0) {
        size = Memory_getSize(all);
        block_size = Packets_getBlockSize(packets);
        if (is_power_of_2(block_size) && size && size % block_size == 0)
            result = Component_map(component, (Any)all, &address);
        else
            result = E_SIZE;
    }
    if (result < 0) {
        Memory_release(all);
        all = NULL;
        pr_err_ratelimited("the packets' memory cannot be mapped (status %d)\n", result);
        return false;
    }
    packet_memory = (struct packet_memory){ (unsigned char *)address, size, block_size };
    return true;
}

void packet_memory_is_outside(unsigned int offset)
{
    pr_err_ratelimited("a packet at %#x is outside the packets' memory\n", offset);
}

bool packet_bus_address(const void *start, unsigned int length, u32 *address)
{
    const struct packet_memory *memory = &packet_memory;
    u32 offset = packet_offset(start);

    if (!memory->base || offset >= memory->size
        || length > memory->block_size - (offset & (memory->block_size - 1)))
        return false;
    return Memory_getPhysicalAddress(all, offset, address) >= 0;
}
