/* SPDX-License-Identifier: GPL-2.0-only */
/* Monolithic lwIP, in a shared object of its own: the reference that the layered stack is
 * tested against, or its peer. Tests find these functions by monolith_load().
 */
#ifndef TESTS_MONOLITH_H
#define TESTS_MONOLITH_H

#include "types.h"

/* Starts it, with that address (in the host's byte order). It calls `sent` with each frame. */
void monolith_start(u32 address, void (*sent)(const u8 *frame, u32 length));

/* Lets it receive a frame. */
void monolith_receive(const u8 *frame, u32 length);

/* Lets its timers run; `now` in milliseconds. */
void monolith_tick(u32 now);

/* Serves UDP and TCP echo on port 7. */
void monolith_serve_echo(void);

/* Connects to a port of the layered stack, sends the bytes, which have to stay, and FIN if
 * `finish`. Calls `received` with bytes that come, and with null when the peer ended. */
void monolith_connect(u32 port, const u8 *bytes, u32 length, int finish,
                      void (*received)(const u8 *bytes, u32 length));

/* The functions, as loaded. */
struct monolith {
    void (*start)(u32 address, void (*sent)(const u8 *frame, u32 length));
    void (*receive)(const u8 *frame, u32 length);
    void (*tick)(u32 now);
    void (*serve_echo)(void);
    void (*connect)(u32 port, const u8 *bytes, u32 length, int finish,
                    void (*received)(const u8 *bytes, u32 length));
};

/* Loads the shared object. Exits with a message on a failure. */
void monolith_load(struct monolith *monolith);

#endif
