/* SPDX-License-Identifier: GPL-2.0-only */
/* Headers in private memory. A packet is shared memory: whoever else has it mapped may rewrite
 * it between two looks at it. So a header is copied once, lwIP looks at the copy, and what
 * follows stays in the packet: a chain of two pbufs. Where TCP keeps what it sent, to send it
 * again, its header is private likewise, and is written into the packet each time it goes out.
 */
#ifndef NETWORK_PRIVATE_HEADER_H
#define NETWORK_PRIVATE_HEADER_H

#include "lwip/pbuf.h"

#define PRIVATE_HEADER_MAX 60           /* bytes of the longest header, of IP or TCP */

/* Prepares the pool. */
void private_headers_start(void);

/* Takes the pbuf of a received packet, and returns two: its header in private memory, chained
 * before the rest, which may be empty. `least` bytes, or as many as there are, are copied;
 * from that copy `measure`, if it is not null, tells how long the header claims to be; it is made
 * as long, within what there is and PRIVATE_HEADER_MAX, and at least `least`. Zeros follow it, because lwIP 2.1
 * reads a byte past the options of a crafted SYN. Null, and `p` is gone, if headers are short. */
struct pbuf *private_header_take(struct pbuf *p, u32 least, u32 (*measure)(const u8 *header));

/* A private pbuf of `length` bytes for what is going to be sent, with PBUF_TRANSPORT_HLEN free
 * before them; null if headers are short or `length` is more than fits. */
struct pbuf *private_header_new(u32 length);

/* How many bytes are free before the payload of `p` in its private memory. 0 if it is not from
 * here. */
u32 private_header_room(const struct pbuf *p);

/* Whether `p` is from here. */
int is_private_header(const struct pbuf *p);

#endif
