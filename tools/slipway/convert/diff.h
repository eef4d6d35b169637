/* SPDX-License-Identifier: GPL-2.0-only */
/* The difference of two files, as git's histogram algorithm sees it, white space counting. */
#ifndef SLIPWAY_CONVERT_DIFF_H
#define SLIPWAY_CONVERT_DIFF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/run.h"

/* Lines [old_start, old_start + old_count) were replaced by [new_start, new_start + new_count),
 * counted from 0; either count may be 0, not both. */
struct hunk {
    size_t old_start, old_count;
    size_t new_start, new_count;
};

struct hunks {
    struct hunk *hunk;          /* in order, neither overlapping nor touching */
    size_t count;
};

/* The command that diff_files() runs. */
void diff_command(struct command *command, const char *old_path, const char *new_path);

/* Compares two files. On failure reports it and returns false. The caller frees hunks->hunk. */
bool diff_files(const char *old_path, const char *new_path, struct hunks *hunks);

/* Reads the hunks out of a diff without context. Returns false if it is malformed. */
bool diff_parse(const char *diff, struct hunks *hunks);

#endif
