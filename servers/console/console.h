/* SPDX-License-Identifier: GPL-2.0-only */
/* Where messages show besides the kernel's log. The server is serialised: no locks here. */
#ifndef CONSOLE_H
#define CONSOLE_H

#include "console.server.h"
#include "runtime.h"
#include "port_io.h"

/* screen.c: the text screen of a VGA. `screen` is its memory, `first` its index port. */
void screen_initialise(u16 *screen, u32 first);
void screen_write(const char *text, u32 length);

#endif
