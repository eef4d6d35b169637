/* SPDX-License-Identifier: GPL-2.0-only */
/* The rows of the paper's Table 2, out of measured figures: as JSON, and printed. */
#ifndef SLIPWAY_BENCH_TABLE_H
#define SLIPWAY_BENCH_TABLE_H

#include <jansson.h>
#include <stdio.h>

#include "figures.h"

/* The rows, a list that the caller owns. Figures of the host are named `host OPERATION` (cycles)
 * and `host-ratio OPERATION`, those of the guest `LABEL OPERATION` (instructions), as the
 * programs name them. A row whose figure is missing is reported as an error and left out. */
json_t *bench_rows(const struct figures *figures);

/* The same rows as a table, beside what the paper and others have, and the targets. */
void bench_table_print(FILE *stream, const json_t *rows);

#endif
