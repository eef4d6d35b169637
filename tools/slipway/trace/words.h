/* SPDX-License-Identifier: GPL-2.0-only */
/* The word `trace` in system descriptions. */
#ifndef SLIPWAY_TRACE_WORDS_H
#define SLIPWAY_TRACE_WORDS_H

#include <stddef.h>

#include "base/text.h"

/* A copy of a system description in which the lines of these servers have the word; the caller
 * frees it. Those that it does not have are left in `missing`, which is empty before. */
char *trace_words_add(const char *description, const struct names *servers, struct names *missing);

/* How many lines have the word, those in placements too. */
size_t trace_words_count(const char *description);

#endif
