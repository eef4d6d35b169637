/* SPDX-License-Identifier: GPL-2.0-only */
/* Received segments, made safe for lwIP. */
#ifndef TCP_SEGMENT_H
#define TCP_SEGMENT_H

#include "lwip/pbuf.h"

#include "types.h"

/* Takes a received segment, a packet, and returns it as two pbufs: the header in private
 * memory, then the data in the packet. Null if memory is short. */
struct pbuf *segment_split(struct pbuf *p);

/* What the addresses, the protocol and the length add to a segment's checksum. */
u32 segment_pseudo_sum(u32 source, u32 destination, u32 length);

/* Writes the checksum into the header of a segment that is to be sent, at the start of `p`: of a chain
 * of a private header and data, or of a single pbuf. The addresses are in network byte order. */
void segment_fill_checksum(struct pbuf *p, unsigned int source, unsigned int destination);

/* How many pbufs a connection may keep that came out of order: any number, or none when all
 * connections together keep too many; it then forgets its own. lwIP asks (lwipopts.h). */
u16_t segment_limit(void);

#endif
