/* SPDX-License-Identifier: GPL-2.0-only */
/* Looking into received packets, for applications. */
#ifndef NETWORK_PACKET_VIEW_H
#define NETWORK_PACKET_VIEW_H

#include "types.h"

#include "Packet.h"

/* Maps the packets' memory, by the required reference `packets`. */
status packet_view_start(void);

/* The `length` bytes at `offset` in the packet's block; null if they do not lie inside.
 * Packets are shared memory: the bytes may change while they are looked at. */
const u8 *packet_view(Packet packet, u32 offset, u32 length);

#endif
