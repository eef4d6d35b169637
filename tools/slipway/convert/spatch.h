/* SPDX-License-Identifier: GPL-2.0-only */
/* Running spatch, and reading what it says: it exits with 0 after most failures. */
#ifndef SLIPWAY_CONVERT_SPATCH_H
#define SLIPWAY_CONVERT_SPATCH_H

#include <stdbool.h>

#include "base/run.h"

/* What a run said, beside its result. */
struct spatch_answer {
    bool good;                  /* it ran to its end and warned of nothing; else reported */
    bool changed;               /* it wrote a result (which may equal its input) */
};

/* Builds the command: `patch` on `file`, result in `output`. */
void spatch_command(struct command *command, const char *patch, const char *file, const char *output);

/* Judges the result of such a command. Reports exceptions, warnings, and what of the file
 * spatch could not parse; the last but once for a place, remembered in `unparsed`. */
struct spatch_answer spatch_judge(const struct result *result, const char *patch, const char *file,
                                  const char *shown_file, struct names *unparsed);

#endif
