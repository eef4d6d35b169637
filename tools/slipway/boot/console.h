/* SPDX-License-Identifier: GPL-2.0-only */
/* A guest that runs in QEMU, seen through its serial console. */
#ifndef SLIPWAY_BOOT_CONSOLE_H
#define SLIPWAY_BOOT_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/run.h"

enum { CONSOLE_TAIL_LINES = 20 };

/* The console so far, without carriage returns and zero bytes; the caller frees it. */
char *console_text(struct process *qemu);

/* The first whole line of `console` that contains `text`, or null; the caller frees it. */
char *console_line(const char *console, const char *text);

/* Waits until the console has a line that contains `text` and returns it; the caller
 * frees it. Null after `seconds` or, at once, when QEMU has ended: `problem` then says
 * which, and the caller frees that. */
char *console_wait(struct process *qemu, const char *text, unsigned seconds, char **problem);

/* Where the last CONSOLE_TAIL_LINES lines of `console` begin. */
const char *console_tail(const char *console);

#endif
