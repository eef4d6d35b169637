/* SPDX-License-Identifier: GPL-2.0-only */
/* The packets server: what its files share. */
#ifndef PACKETS_H
#define PACKETS_H

#include "packets.server.h"
#include "runtime.h"

#define BLOCK_SIZE      2048u
#define COUNT_DEFAULT   1024
#define COUNT_MAX       65536
#define CAPACITY_MAX    65536

/* A block, free or behind a Packet object. Its index in the pool is that of its block. */
struct packet {
    struct packet *next_free;           /* while it is free */
};

/* pool.c: the block of a packet, in bytes from the start of the memory. */
u32 packet_offset(const struct packet *packet);

#endif
