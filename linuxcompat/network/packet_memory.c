// SPDX-License-Identifier: GPL-2.0-only
/* Mapping the packets' memory. Another server says where a block lies, so that each answer is
 * checked before an address is made of it. */
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/ratelimit.h>

#include "network.server.h"
#include "packet_memory.h"

static Memory all;                      /* held for its bus addresses */
static unsigned char *base;
static u32 size, block_size;

static bool map(void)
{
    u32 address;
    status result = Packets_getMemory(packets, &all);

    if (result >= 0) {
        size = Memory_getSize(all);
        block_size = min(Packets_getBlockSize(packets), size);
        result = is_power_of_2(block_size) && size % block_size == 0 ? Component_map(component, (Any)all, &address) : E_SIZE;
    }
    if (result < 0) {
        Memory_release(all);
        all = NULL;
        pr_err_ratelimited("the packets' memory cannot be mapped (status %d)\n", result);
        return false;
    }
    base = (unsigned char *)address;
    return true;
}

unsigned int packet_block_size(void)
{
    return likely(base) || map() ? block_size : 0;
}

unsigned char *packet_block(unsigned int offset)
{
    if (unlikely(!packet_block_size() || offset >= size)) {
        pr_err_ratelimited("a packet at %#x is outside the packets' memory\n", offset);
        return NULL;
    }
    return base + (offset & ~(block_size - 1));
}

unsigned int packet_offset(const unsigned char *byte)
{
    return byte - base;
}

bool packet_bus_address(const void *start, unsigned int length, u32 *address)
{
    u32 offset = (const unsigned char *)start - base;

    if (!base || offset >= size || length > block_size - (offset & (block_size - 1)))
        return false;
    return Memory_getPhysicalAddress(all, offset, address) >= 0;
}
