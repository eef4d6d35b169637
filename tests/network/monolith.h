/* SPDX-License-Identifier: GPL-2.0-only */
/* The reference to test the layered stack against: monolithic lwIP (monolith.c). */
#ifndef TESTS_MONOLITH_H
#define TESTS_MONOLITH_H

#include "types.h"

/* Starts it, with UDP and TCP echo on port 7. It calls `sent` with each frame. */
void monolith_start(void (*sent)(const u8 *frame, u32 length));

/* Lets it receive a frame. */
void monolith_receive(const u8 *frame, u32 length);

/* Lets its timers run; `now` in milliseconds. */
void monolith_tick(u32 now);

#endif
