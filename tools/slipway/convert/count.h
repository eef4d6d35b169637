/* SPDX-License-Identifier: GPL-2.0-only */
/* Counting what of a file is unmodified, adapted, new and dropped. */
#ifndef SLIPWAY_CONVERT_COUNT_H
#define SLIPWAY_CONVERT_COUNT_H

#include <stdbool.h>
#include <stddef.h>

#include "convert/diff.h"

/* Invariants, which count_proved() checks against totals counted another way:
 *   unmodified + adapted_by_patch + adapted_by_hand + dropped = lines of the original
 *   unmodified + adapted_by_patch + adapted_by_hand + new     = lines of the converted file */
struct counts {
    size_t unmodified;          /* the same in both */
    size_t adapted_by_patch;    /* a converted line that stands for an original one */
    size_t adapted_by_hand;
    size_t new;                 /* in the converted file only */
    size_t dropped;             /* in the original only */
};

/* Both ways of counting. A line of code is neither blank nor only comment. */
struct file_counts {
    struct counts code, all;
    size_t pairs;               /* adapted lines of code */
    size_t unlike;              /* of these, less than half alike: see likeness() */
};

/* One side of the comparison. */
struct counted_text {
    const char *text;
    size_t size;
};

/* Who changed a line of the converted file, counted from 0. */
enum author { BY_NOBODY, BY_PATCH, BY_HAND };
typedef enum author author_of_line(void *context, size_t line);

/* Counts, given the hunks between the two texts. In a hunk that replaces r lines by a, the
 * first min(r, a) are adapted and the rest is dropped or new; lines that are no code are
 * first put aside when code is counted. An adapted line that nobody is known to have changed
 * goes to the author of the hunk's other lines, and if there is none, counts as by hand.
 * Returns false if a hunk lies outside the texts. */
bool count_lines(const struct counted_text *original, const struct counted_text *converted,
                 const struct hunks *hunks, author_of_line *author, void *context,
                 struct file_counts *counts);

/* Whether the counts cover every line of both texts exactly once. */
bool counts_proved(const struct file_counts *counts, const struct counted_text *original,
                   const struct counted_text *converted);

void counts_add(struct file_counts *sum, const struct file_counts *counts);

/* How alike two lines are, 0 to 100: twice the length of their longest common subsequence of
 * characters by their lengths, white space not counting. */
unsigned likeness(const char *left, size_t left_length, const char *right, size_t right_length);

#endif
