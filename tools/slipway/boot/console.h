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

/* Writes the console to a file. That this failed is only noted. */
void console_keep(const char *console, const char *file);

/* Prints, after a failure, what QEMU said on standard error, and how the console ends. */
void console_print_end(const char *console, const char *errors);

/* What became of a system that was booted. */
struct console_result {
    char *console;
    char *errors;               /* what QEMU said on standard error */
    char *problem;              /* why the awaited line did not come; null: it came */
};

/* Runs QEMU until a line of the guest's console contains `text`, at most for the command's time limit.
 * The caller frees the result. */
void console_run(const struct command *command, const char *text, struct console_result *result);

/* Reports the problem, with the end of the console. */
void console_report(const struct console_result *result, const char *system);

void console_result_free(struct console_result *result);

#endif
