/* SPDX-License-Identifier: GPL-2.0-only */
/* Received segments, made safe for lwIP. */
#ifndef TCP_SEGMENT_H
#define TCP_SEGMENT_H

#include "lwip/pbuf.h"

/* Takes a received segment, a packet, and returns it as two pbufs: the header in private
 * memory, then the data in the packet. Null if memory is short. */
struct pbuf *segment_split(struct pbuf *p);

/* How many pbufs a connection may keep that came out of order: any number, or none when all
 * connections together keep too many; it then forgets its own. lwIP asks (lwipopts.h). */
u16_t segment_limit(void);

#endif
