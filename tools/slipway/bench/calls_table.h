/* SPDX-License-Identifier: GPL-2.0-only */
/* The rows of the paper's Table 2, out of measured figures: as JSON, and printed. */
#ifndef SLIPWAY_BENCH_CALLS_TABLE_H
#define SLIPWAY_BENCH_CALLS_TABLE_H

#include <jansson.h>
#include <stdio.h>

#include "bench/figures.h"

/* Why there are no figures of the host. */
#define BENCH_NO_CYCLES "this host runs no 32-bit programs"

/* The rows, a list that the caller owns. Figures of the host are named `host OPERATION` (cycles)
 * and `host-ratio OPERATION`, those of the guest `LABEL OPERATION` (instructions), as the
 * programs name them. A row whose figure is missing is reported as an error and left out; but if
 * there are no figures of the host at all, rows in cycles have nulls, and say why. */
json_t *bench_rows(const struct figures *figures);

/* The same rows as a table, beside what the paper and others have, and the targets. */
void bench_table_print(FILE *stream, const json_t *rows);

#endif
