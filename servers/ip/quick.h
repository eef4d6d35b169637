/* SPDX-License-Identifier: GPL-2.0-only */
/* The usual datagram, without lwIP. */
#ifndef IP_QUICK_H
#define IP_QUICK_H

#include "ip_server.h"

/* Hands a datagram on as lwIP would, if it is a whole one, without options, to this host, for
 * somebody attached. 0: it is left to lwIP, and the packet to the caller. */
int quick_receive(Packet packet, u32 offset, u32 length);

/* Sends a payload as lwIP would, if it fits into one frame and says whom it is from. 0: likewise;
 * else `*result` is what Ip.output() answers. */
int quick_output(Packet packet, u32 offset, u32 length, u32 source, u32 destination, u32 service,
                 u32 ttl_and_protocol, status *result);

/* The identification of the next datagram, which lwIP counts (lwip_ip4.c). */
u32 ip4_take_identification(void);

#endif
