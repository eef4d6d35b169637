/* SPDX-License-Identifier: GPL-2.0-only */
/* Segments of one batch that follow one another, handled as one. */
#ifndef TCP_GATHER_H
#define TCP_GATHER_H

#include "lwip/pbuf.h"

#include "Packet.h"

/* Joins a received segment to those that are gathered, if it goes on where they end. 0: it does not, or
 * its checksum is wrong; the packet is still the caller's. */
int gather_join(Packet packet, u32 offset, u32 length, u32 source, u32 destination);

/* Takes a received segment: its private header, chained before the data (segment_split()). One whose
 * checksum is right goes to lwIP, at the latest by gather_flush(). The addresses are in network
 * byte order. */
void gather_receive(struct pbuf *p, u32 source, u32 destination);

/* Hands lwIP what was gathered. */
void gather_flush(void);

/* Whether the segment that lwIP handles just now is several that were gathered. */
int gather_is_several(void);

#endif
