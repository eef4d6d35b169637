/* SPDX-License-Identifier: GPL-2.0-only */
/* The memory of the Packets server, mapped once. */
#ifndef SLIPWAY_PACKET_MEMORY_H
#define SLIPWAY_PACKET_MEMORY_H

#include <linux/compiler.h>
#include <linux/types.h>

/* What is known of it; all 0 before it is mapped. */
extern struct packet_memory {
    unsigned char *base;
    unsigned int size, block_size;
} packet_memory;

/* Maps it. False if that is not possible, which is reported. */
bool packet_memory_map(void);

/* Reports a packet whose offset lies outside the memory. */
void packet_memory_is_outside(unsigned int offset);

/* Bytes in a block; 0 if the memory cannot be mapped. */
static inline unsigned int packet_block_size(void)
{
    return likely(packet_memory.base) || packet_memory_map() ? packet_memory.block_size : 0;
}

/* Where the block that `offset` lies in is mapped; null if it lies outside the packets' memory. */
static inline unsigned char *packet_block(unsigned int offset)
{
    if (unlikely(!packet_block_size() || offset >= packet_memory.size)) {
        packet_memory_is_outside(offset);
        return NULL;
    }
    return packet_memory.base + (offset & ~(packet_memory.block_size - 1));
}

/* The offset in the packets' memory of `byte`, which lies in it. */
static inline unsigned int packet_offset(const unsigned char *byte)
{
    return byte - packet_memory.base;
}

/* The bus address of `size` bytes at `start`, if they are inside one block. */
bool packet_bus_address(const void *start, unsigned int size, u32 *address);

#endif
