/* SPDX-License-Identifier: GPL-2.0-only */
/* The semantic patches: which there are, what their comments say, what is wrong with them. */
#ifndef SLIPWAY_CONVERT_PATCH_H
#define SLIPWAY_CONVERT_PATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "convert/linux_index.h"

struct patch {
    char *name;                 /* "20-settings" */
    char *path;
    char *text;
    size_t size;
    bool by_hand;               /* a port's own: what it changes counts as done by hand */
    struct names keywords;      /* a file without any of them is left out; empty: none is */
    struct names removes;       /* none of them may be left */
};

struct patches {
    struct patch *patch;        /* in the order in which they run */
    size_t count;
};

/* Finds semantic-patches/NN-*.cocci and, unless `port` is null, ported/PORT/NN-*.cocci. Reports what
 * is wrong and returns false. */
bool patches_load(struct patches *patches, const char *port);

/* The index of the patch of that name, or -1. */
int patches_find(const struct patches *patches, const char *name);

/* Whether a text has to go through the patch: one of its keywords stands in the code. */
bool patch_concerns(const struct patch *patch, const char *text, size_t size);

/* Checks what spatch accepts in silence: a type in a metavariable's declaration that does not
 * exist, an identifier in a rule that is declared nowhere. A name exists if Linux defines it
 * or, for types, if it stands in `text`, the code that is being converted. Reports each fault;
 * returns whether there was none. */
bool patch_check(const struct patch *patch, const struct linux_index *index, const char *text, size_t size);

#endif
