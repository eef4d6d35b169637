/* SPDX-License-Identifier: GPL-2.0-only */
/* What of a converted file is unmodified, adapted, new and dropped, and what a port and
 * linuxcompat consist of; shared by convert and measure. */
#ifndef SLIPWAY_CONVERT_REUSE_H
#define SLIPWAY_CONVERT_REUSE_H

#include <jansson.h>

#include "convert/conversion.h"
#include "convert/count.h"

/* Counts one file of a conversion that has been made. Stores, if `authors` is not null, for
 * each of its lines which patch changed it last (see history_blame()). Reports and returns
 * false if that fails or if the counts do not cover each line once. */
bool reuse_of_file(const struct conversion *conversion, const struct converted_file *file,
                   struct file_counts *counts, struct names *authors);

/* {unmodified, adapted_by_patch, adapted_by_hand, new, dropped} */
json_t *counts_json(const struct counts *counts);
/* {file, code: {...}, all: {...}} */
json_t *file_counts_json(const char *file, const struct file_counts *counts);

/* Prints the heading, and one line a file: lines of code and of all kinds. */
void print_counts_heading(void);
void print_counts(const char *file, const struct file_counts *counts);

/* Lines of some files: of code, and all. */
struct line_sum {
    size_t files, code, all;
};

/* Adds up the files below `folder` whose names end in one of `ends` (a null after the last). */
struct line_sum lines_below(const char *folder, const char *const ends[]);

#endif
