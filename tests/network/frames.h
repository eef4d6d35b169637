/* SPDX-License-Identifier: GPL-2.0-only */
/* Making frames, for tests. Addresses are in the host's byte order here: 0x0a000202 is
 * 10.0.2.2. Each function returns the frame's length.
 */
#ifndef TESTS_FRAMES_H
#define TESTS_FRAMES_H

#include "types.h"

#define STACK_ADDRESS 0x0a00020f        /* 10.0.2.15 */
#define GATEWAY_ADDRESS 0x0a000202
#define BROADCAST_ADDRESS 0x0a0002ff

#define ETHERNET_HEADER 14
#define IP_HEADER 20
#define TCP_HEADER 20
#define PAYLOAD (ETHERNET_HEADER + IP_HEADER)   /* where an IP payload starts */

#define FLAG_FIN 1
#define FLAG_SYN 2
#define FLAG_RST 4
#define FLAG_PSH 8
#define FLAG_ACK 16

/* Deterministic random numbers: xorshift32. */
u32 random_number(void);
u32 random_below(u32 limit);
void random_seed(u32 seed);

void put16(u8 *at, u32 value);
void put32(u8 *at, u32 value);
u32 get16(const u8 *at);
u32 get32(const u8 *at);

/* The station address of a host in these tests. */
void station_address(u8 *at, u32 address);

/* The Internet checksum of `length` bytes, on top of `sum`. */
u32 internet_checksum(const u8 *bytes, u32 length, u32 sum);

/* An ARP packet of `operation` (1 request, 2 reply), from the host `sender`. */
u32 make_arp(u8 *frame, u32 operation, u32 sender, u32 target);

/* The Ethernet and IP headers, for a payload of `length` bytes that stands at PAYLOAD. */
u32 make_ip(u8 *frame, u32 source, u32 destination, u32 protocol, u32 length);

/* The IP header again, as fragment: `where` is the field with offset and flags. */
void make_fragment(u8 *frame, u32 identification, u32 where, u32 length);

/* An echo request with `length` bytes of data. */
u32 make_echo(u8 *frame, u32 source, u32 sequence, u32 length);

/* A datagram with `length` bytes of data. */
u32 make_udp(u8 *frame, u32 source, u32 source_port, u32 port, u32 length);

/* A TCP segment; `options` is a multiple of 4 and may be 0. Data follows the options;
 * `data` null: a pattern that depends on the sequence number alone. */
struct segment {
    u32 source, source_port, port, sequence, acknowledged, flags, window;
    const u8 *options;
    u32 options_length;
    const u8 *data;
    u32 length;
};
u32 make_tcp(u8 *frame, const struct segment *segment);

/* The byte at a sequence number in that pattern. */
u8 pattern_byte(u32 sequence);

#endif
