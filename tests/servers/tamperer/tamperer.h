/* SPDX-License-Identifier: GPL-2.0-only */
/* The hostile driver: what its files share. */
#ifndef TAMPERER_H
#define TAMPERER_H

#include "tamperer.server.h"
#include "runtime.h"

/* tamperer.c: maps the packets. */
status tampering_prepare(void);

/* Starts the card behind, and the threads between it and `received`. */
status tampering_start(PacketQueue received, PacketQueue transmitted);

#endif
