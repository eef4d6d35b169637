/* SPDX-License-Identifier: GPL-2.0-only */
/* Messages for people, on standard error: what is wrong, where, and what to do. */
#ifndef SLIPWAY_BASE_MESSAGE_H
#define SLIPWAY_BASE_MESSAGE_H

#include <jansson.h>

/* Prints "error: WHERE: WHAT", then "help: HELP" unless `help` is null. `where` is a
 * printf format. The message is also kept for reported_errors(). */
void report_error(const char *what, const char *help, const char *where, ...)
    __attribute__((format(printf, 3, 4)));

/* Prints "note: ...": worth knowing, but nothing failed. */
void report_note(const char *note, ...) __attribute__((format(printf, 1, 2)));

/* The errors so far, a JSON array of {where, what, help}; the caller owns a reference. */
json_t *reported_errors(void);

/* How many errors were reported. */
unsigned reported_error_count(void);

#endif
