/* SPDX-License-Identifier: GPL-2.0-only */
/* A stream of frames that exercises the stack: conversations that make sense, and damage. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include "types.h"

/* The next frame for the stack to receive; its length. At most 1600 bytes. */
u32 fuzz_frame(u8 *frame);

/* Learns from a frame that the stack sent: the peers answer ARP, and follow connections. */
void fuzz_observe(const u8 *frame, u32 length);

/* The answer to an ARP question for one of the peers, if it is still open; else 0. Other
 * hosts of the link answer some time later, those from 10.0.2.128 on never. */
u32 fuzz_answer(u8 *frame);

/* How many connections were opened, and bytes echoed in them, to see that the stream makes sense. */
extern u32 fuzz_connections, fuzz_echoed;

#endif
