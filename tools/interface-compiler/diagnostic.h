/* SPDX-License-Identifier: GPL-2.0-only */
/* Messages about the user's files:
 *
 *     FILE:LINE:COLUMN: error: what was found, what was expected
 *         the source line
 *              ^
 *     FILE:LINE:COLUMN: note: another place that matters
 *       help: what to do
 */
#ifndef INTERFACE_COMPILER_DIAGNOSTIC_H
#define INTERFACE_COMPILER_DIAGNOSTIC_H

#include "model.h"

void report_error(struct location location, const char *format, ...) __attribute__((format(printf, 2, 3)));
void report_note(struct location location, const char *format, ...) __attribute__((format(printf, 2, 3)));
void report_help(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* How many errors were reported. Nothing is written unless there are none. */
unsigned error_count(void);

#endif
