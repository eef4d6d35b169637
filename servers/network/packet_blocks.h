/* SPDX-License-Identifier: GPL-2.0-only */
/* Where packets lie: the packets' memory, mapped by the required reference `packets`, which is
 * divided into blocks of one size. The packets server says where a packet's block is; what it
 * says is checked before an address is made of it.
 */
#ifndef NETWORK_PACKET_BLOCKS_H
#define NETWORK_PACKET_BLOCKS_H

#include "types.h"

#include "Packet.h"

/* Maps the packets' memory. E_INVAL if its blocks have no size, or one that it does not hold. */
status packet_blocks_map(void);

/* Bytes in a block; 0 until the memory is mapped. */
u32 packet_block_size(void);

/* The packet's block; null if it does not lie in the packets' memory, or the call failed. Its
 * bytes may change at any time. */
u8 *packet_block(Packet packet);

#endif
