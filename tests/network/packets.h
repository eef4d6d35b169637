/* SPDX-License-Identifier: GPL-2.0-only */
/* The stand-in for the server `packets`, and the device's side of its queues. */
#ifndef TESTS_PACKETS_H
#define TESTS_PACKETS_H

#include "stand_in.h"

/* The Packets object. */
void *packets_create(void);

/* The memory that all blocks lie in, which starts at a page. */
u8 *packets_memory(u32 *size);

/* Puts a copy of the frame into a queue, as a driver does: behind 66 bytes, so that the
 * IP header is aligned. Nothing if packets are short. */
void queue_offer(struct object *queue, const u8 *frame, u32 length);

/* Takes the oldest frame out of a queue; it is valid until the next call. Null: empty. */
const u8 *queue_take(struct object *queue, u32 *length);

#endif
