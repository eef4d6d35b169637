/* SPDX-License-Identifier: GPL-2.0-only */
/* What the servers above IP share: lwIP calls IP's functions in them, which are calls of
 * the Ip interface here, and reads the received datagram's addresses from ip_data.
 */
#ifndef NETWORK_TRANSPORT_H
#define NETWORK_TRANSPORT_H

#include "lwip/ip.h"
#include "lwip/pbuf.h"

#include "Packet.h"

/* Starts packets, memory and interface, from the configuration that IP has. */
status transport_start(void);

/* What IpReceiver.receive() begins with: a pbuf for the payload, and ip_data filled in
 * from the arguments. Consumes the packet; null if the arguments contradict each other. */
struct pbuf *transport_receive(Packet packet, u32 offset, u32 length, u32 source, u32 destination,
                               u32 header_length);

#endif
