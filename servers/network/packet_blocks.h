/* SPDX-License-Identifier: GPL-2.0-only */
/* Where packets lie: the packets' memory, mapped by the required reference `packets`, which is
 * divided into blocks of one size. Offsets from its start come with a packet; they are checked
 * before an address is made of them.
 */
#ifndef NETWORK_PACKET_BLOCKS_H
#define NETWORK_PACKET_BLOCKS_H

#include "types.h"

#include "Packet.h"

/* Maps the packets' memory. E_INVAL if the size of its blocks is no power of two that divides it. */
status packet_blocks_map(void);

/* Bytes in a block; 0 until the memory is mapped. */
u32 packet_block_size(void);

/* The `length` bytes at `offset` in the packets' memory; null unless they lie inside one block, at
 * least `front` bytes behind its start. They may change at any time. */
u8 *packet_bytes(u32 offset, u32 length, u32 front);

/* The start of the block that a checked `offset` lies in. */
u8 *packet_block(u32 offset);

/* The offset of `bytes`, which lie in the packets' memory. */
u32 packet_offset_of(const void *bytes);

/* Whether the byte at `offset` lies in the packet's own block. The packets server is asked, for packets
 * from those who need not have the packets' memory: what passes for a packet may say anything. */
u32 packet_owns(Packet packet, u32 offset);

#endif
