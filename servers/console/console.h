/* SPDX-License-Identifier: GPL-2.0-only */
/* The two places where messages show. The server is serialised: no locks here. */
#ifndef CONSOLE_H
#define CONSOLE_H

#include "console.server.h"
#include "runtime.h"
#include "port_io.h"

/* serial.c: a 16550A at `first`, 115200 bit/s, 8 bits, no parity. */
void serial_initialise(u32 first);
void serial_write(const char *text, u32 length);

/* screen.c: the text screen of a VGA. `screen` is its memory, `first` its index port. */
void screen_initialise(u16 *screen, u32 first);
void screen_write(const char *text, u32 length);

#endif
