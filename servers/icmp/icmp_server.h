/* SPDX-License-Identifier: GPL-2.0-only */
/* The ICMP server: what its files share. */
#ifndef ICMP_SERVER_H
#define ICMP_SERVER_H

#include "icmp.server.h"

#include "lwip/pbuf.h"

/* Looks at a received message from `source`, a private header and what follows it: an echo reply
 * that ping() waits for is counted, and told to who is attached. */
void ping_receive(struct pbuf *p, u32 source);

/* Calls tick(now) of all that are attached. */
void ping_tick(u32 now);

#endif
