/* SPDX-License-Identifier: GPL-2.0-only */
/* Why the last load(), bind() or start() failed: the text of Servers.getError(). There is
 * one text for all holders of Servers: the last failure's, whoever's it was. */
#ifndef KERNEL_MODEL_ERROR_H
#define KERNEL_MODEL_ERROR_H

#include "types.h"

#define ERROR_TEXT_MAX 255

/* Sets the text, formatted as kernel/machine/format.h says, and returns `code`, so that a check
 * can end with `return error_set(E_NOEXEC, ...)`. */
status error_set(status code, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The text, zero-terminated; empty if nothing failed since error_clear(). */
const char *error_text(void);

void error_clear(void);

#endif
