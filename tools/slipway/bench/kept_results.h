/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the results of `slipway bench NAME` go. */
#ifndef SLIPWAY_BENCH_KEPT_RESULTS_H
#define SLIPWAY_BENCH_KEPT_RESULTS_H

#include <jansson.h>

#include "bench/port.h"

/* Prints rows and keeps them, as the user asked. Results against Linux for which no file was named go to
 * BENCH_LINUX_RESULTS if the run is worth it: `complete`, and of enough pairs; otherwise that file stays as
 * it is, which is told. Returns false, with an error reported, if a file cannot be written. */
bool bench_results_emit(const struct bench_port *bench, json_t *rows, bool complete);

/* Puts rows in the place of those of the same driver, placement and workload in `kept`, and behind the
 * others. With `all`, rows that `kept` has of the same drivers and placements, and that are not among
 * `rows`, go. */
void bench_results_merge(json_t *kept, const json_t *rows, bool all);

#endif
