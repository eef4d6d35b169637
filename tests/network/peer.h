/* SPDX-License-Identifier: GPL-2.0-only */
/* A peer of one TCP connection that may say anything, and follows what the stack says. */
#ifndef TESTS_PEER_H
#define TESTS_PEER_H

#include "world.h"

#define PEER_FIRST 1000         /* the peer's first byte has this sequence number */
#define PEER_PORT 3000

struct peer {
    u32 port;                   /* of the stack's that it speaks to, from its SYN if the stack connects */
    u32 syn;                    /* the stack sent its SYN */
    u32 first, end;             /* sequence numbers of the stack's first byte, and behind the last it sent */
    u32 acknowledged;           /* by the stack */
    u32 window, shift;          /* of the stack's: bytes, and how it is scaled */
    u32 frames, bytes;          /* segments that the stack sent, and data in them */
    u32 repeated;               /* segments without data that acknowledge what the one before did */
    u32 wrong;                  /* bytes that are not those that an echo returns */
};

extern struct peer peer;

/* A segment of the peer's. `acknowledged` 0: all that the stack sent. */
struct say {
    u32 sequence, flags, length, window;
    u32 acknowledged;
    const u8 *options;
    u32 options_length;
};

/* Learns from a frame that the stack sent. */
void peer_observe(const u8 *frame, u32 length);

/* Hands the device a segment, which the stack takes in the next round; or right now. */
void peer_offer(const struct say *say);
void peer_say(const struct say *say);

/* Lets time pass. */
void peer_pass(u32 milliseconds);

/* Opens a connection to a port of the stack's, with a window in the SYN and one behind it. */
void peer_open(u32 port, u32 first_window, u32 window, const u8 *options, u32 options_length);

/* Resets the connection, wherever the stack is. */
void peer_reset(void);

/* The stack with its applications, which peer_observe() watches; it knows the peer's address. */
struct stack *peer_load_stack(void);

/* Runs it in a process of its own, at most a minute; whether it returned 1. */
int peer_survives(int (*scenario)(u32 argument), u32 argument);

#endif
