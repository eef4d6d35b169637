/* SPDX-License-Identifier: GPL-2.0-only */
/* The memory of the Packets server, mapped once. */
#ifndef SLIPWAY_PACKET_MEMORY_H
#define SLIPWAY_PACKET_MEMORY_H

#include <linux/types.h>

/* Bytes in a block; 0 if the memory cannot be mapped. */
unsigned int packet_block_size(void);

/* Where the block that `offset` lies in is mapped; null if it lies outside the packets' memory. */
unsigned char *packet_block(unsigned int offset);

/* The offset in the packets' memory of `byte`, which lies in it. */
unsigned int packet_offset(const unsigned char *byte);

/* The bus address of `size` bytes at `start`, if they are inside one block. */
bool packet_bus_address(const void *start, unsigned int size, u32 *address);

#endif
