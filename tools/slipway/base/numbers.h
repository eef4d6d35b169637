/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers of the command line. */
#ifndef SLIPWAY_BASE_NUMBERS_H
#define SLIPWAY_BASE_NUMBERS_H

#include <stdbool.h>

/* Reads `text`, which must be a decimal number and nothing else, from `least` to `most`. Else returns false, and
 * stores nothing. */
bool number_read(const char *text, unsigned long long least, unsigned long long most, unsigned long long *number);

#endif
