/* SPDX-License-Identifier: GPL-2.0-only */
/* The memory of the Packets server, mapped once. */
#ifndef SLIPWAY_PACKET_MEMORY_H
#define SLIPWAY_PACKET_MEMORY_H

#include <linux/types.h>

struct Packet_entries;

/* Bytes in a block; 0 if the memory cannot be mapped. */
unsigned int packet_block_size(void);

/* Where the block of `packet` is mapped; null if it says that it lies outside. */
unsigned char *packet_block(const struct Packet_entries *const *packet);

/* The bus address of `size` bytes at `start`, if they are inside one block. */
bool packet_bus_address(const void *start, unsigned int size, u32 *address);

#endif
