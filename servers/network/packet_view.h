/* SPDX-License-Identifier: GPL-2.0-only */
/* Looking into received packets, for applications. */
#ifndef NETWORK_PACKET_VIEW_H
#define NETWORK_PACKET_VIEW_H

#include "types.h"

/* The `length` bytes at `offset` in the packets' memory (packet_blocks.h, which maps it); null if
 * they do not lie inside one block.
 * Packets are shared memory: the bytes may change while they are looked at. */
const u8 *packet_view(u32 offset, u32 length);

#endif
