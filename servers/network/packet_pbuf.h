/* SPDX-License-Identifier: GPL-2.0-only */
/* Packets as lwIP's pbufs. A packet (interface Packet) is a block of memory that all
 * servers of the stack share, and that a reference stands for; a pbuf is private to a
 * server. One pbuf stands for one packet and owns one reference to it.
 */
#ifndef NETWORK_PACKET_PBUF_H
#define NETWORK_PACKET_PBUF_H

#include "lwip/pbuf.h"

#include "Packet.h"

/* Bytes that are kept free in front of what is copied into a packet: enough for Ethernet,
 * IP with options and TCP with options, and a multiple of four. */
#define PACKET_HEADROOM 136

/* Maps the packets' memory, by the required reference `packets`. The first thing that a
 * network server's construct() does. */
status packet_pbuf_start(void);

/* A pbuf for the `length` bytes at `offset` in the packets' memory, in one block, at least `front`
 * bytes of which must stand before them. Consumes the reference. Null, and the packet is gone,
 * if they do not lie so or pbufs are short. */
struct pbuf *packet_wrap(Packet packet, u32 offset, u32 length, u32 front);

/* How many pbufs of packet_wrap() there are. */
u32 packets_held(void);

/* Takes the packet that `p` stands for, alone or behind a private header that was copied from
 * it, and tells where the bytes of `p` lie in it; `front` bytes before them come along. The
 * caller owns the reference and `p` is to be freed. What is neither is copied into a packet. */
status packet_export(struct pbuf *p, u32 front, Packet *packet, u32 *offset, u32 *length);

/* As packet_export(), for what is sent: a private header is written in front of what follows
 * it, and `p` keeps that packet, because it may be sent again. */
status packet_send(struct pbuf *p, Packet *packet, u32 *offset, u32 *length);

/* Around tcp_write() without TCP_WRITE_FLAG_COPY: lwIP then divides the bytes into segments, and
 * makes pbufs of packets for them (pbuf_alloc() of PBUF_ROM); packet_fill() copies the bytes
 * there. It returns the pbuf with the data of the last new segment, and stores how many more
 * bytes the packet holds; null if there is none. */
void packet_fill_begin(void);
struct pbuf *packet_fill(u32 *room);

/* lwIP's own functions, for pbufs that are no packets (lwip_pbuf.c). */
struct pbuf *lwip_pbuf_alloc(pbuf_layer layer, u16_t length, pbuf_type type);
u8_t lwip_pbuf_add_header(struct pbuf *p, size_t increment);

#endif
