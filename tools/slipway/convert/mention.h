/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a converted file still mentions names that a patch says it removes. */
#ifndef SLIPWAY_CONVERT_MENTION_H
#define SLIPWAY_CONVERT_MENTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

enum mention_place {
    MENTION_CALL,               /* in code, before a parenthesis */
    MENTION_ADDRESS,            /* in code, otherwise: its address is taken */
    MENTION_DISABLED,           /* between #if 0 and its end */
    MENTION_STRING,
    MENTION_COMMENT
};

struct mention {
    size_t name;                /* index into the names that were sought */
    unsigned line;
    enum mention_place place;
};

/* Finds all mentions of `names` in a C text; members of that name (x.name, x->name) do not
 * count. Returns how many; the caller frees the array. */
size_t find_mentions(const char *text, size_t size, const struct names *names, struct mention **mentions);

/* For people and reports: "#if 0", "string" and so on. */
const char *mention_place_name(enum mention_place place);

#endif
