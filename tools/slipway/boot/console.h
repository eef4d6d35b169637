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

/* The line by which the loader refused the system, "system:LINE:COLUMN: WHY", or null; the caller
 * frees it. */
char *console_refusal(const char *console);

/* Waits until the console has a line that contains `text` and returns it; the caller
 * frees it. Null after `seconds` or, at once, when QEMU has ended: `problem` then says
 * which, or what the loader refused, and the caller frees that. */
char *console_wait(struct process *qemu, const char *text, unsigned seconds, char **problem);

/* Where the last CONSOLE_TAIL_LINES lines of `console` begin. */
const char *console_tail(const char *console);

/* Writes the console to a file. That this failed is only noted. */
void console_keep(const char *console, const char *file);

/* Shows, after a failure, what QEMU said and how the console ends. */
void console_print_end(const char *console, const struct result *qemu);

/* Boots a system by a command of QEMU's until a line of its console contains `text`, at most for the
 * command's time limit. The console is kept in `file`, unless that is null. Returns it, and the
 * caller frees it; null, with an error reported, if there was no such line. */
char *console_boot(const struct command *command, const char *system, const char *text, const char *file);

#endif
