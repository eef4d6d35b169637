/* SPDX-License-Identifier: GPL-2.0-only */
/* What a conversion came to, for its report. */
#ifndef SLIPWAY_CONVERT_CONVERT_H
#define SLIPWAY_CONVERT_CONVERT_H

#include <jansson.h>

#include "convert/conversion.h"
#include "convert/count.h"
#include "convert/gap.h"
#include "convert/mention.h"

/* A removed name that is left where spatch does not look, and where it does no harm. */
struct leftover {
    const char *file;
    const char *name;
    struct mention mention;
};

struct outcome_of_file {
    struct file_counts counts;
    struct names authors;       /* for each line, the patch that changed it last */
};

struct converted {
    const struct conversion *conversion;
    struct outcome_of_file *files;      /* one for each of the conversion's */
    struct leftover *leftovers;
    size_t leftover_count;
    struct gaps gaps;
};

/* Looks for names that patches remove. Reports those that are left in code, collects the others.
 * Returns whether none is left in code. */
bool find_leftovers(struct converted *converted);

/* The report as JSON, and as text on standard output. */
json_t *convert_report_json(const struct converted *converted);
void convert_report_print(const struct converted *converted);

#endif
