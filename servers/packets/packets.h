/* SPDX-License-Identifier: GPL-2.0-only */
/* The packets server: what its files share. */
#ifndef PACKETS_H
#define PACKETS_H

#include "packets.server.h"
#include "runtime.h"

#define BLOCK_SIZE      2048u
#define COUNT_DEFAULT   1024
#define COUNT_MAX       32768           /* free, or in a queue: half of the references of a server */
#define CAPACITY_FACTOR 4u              /* packets that all queues have room for, for each that there is */

/* A Packet object. */
struct packet {
    u32 start;                          /* of its block, in bytes from the start of the memory */
    struct packet *next;                /* in the pool's list of those without an object */
};

/* Packets that further queues can have room for: their memory is this server's, whoever makes them. */
extern u32 capacity_left;

#endif
