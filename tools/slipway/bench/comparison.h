/* SPDX-License-Identifier: GPL-2.0-only */
/* What several trials of one or two guests told: figures of each workload, and the ratios of
 * neighbouring trials. */
#ifndef SLIPWAY_BENCH_COMPARISON_H
#define SLIPWAY_BENCH_COMPARISON_H

#include "bench/figures.h"
#include "bench/trial.h"

struct comparison {
    const struct manifest_native *native;       /* names the rate at which loads are compared, and the targets */
    struct names workloads;     /* in the order in which they first ran */
    struct figures figures;     /* named "WORKLOAD GUEST QUANTITY", "WORKLOAD ratio QUANTITY" */
    json_t *facts;              /* what guests told of themselves, by guest; starts as an empty object */
    json_t *runs;               /* of each workload the raw runs, a list; starts as an empty object */
};

/* Adds a trial of a guest, "ours" or "linux". `turn` counts its trials, from 0; `pace` is told with
 * it. */
void comparison_add(struct comparison *comparison, const char *guest, const struct trial *trial, unsigned turn,
                 unsigned pace);

/* Adds the ratios of two neighbouring trials, ours to the other's, workload by workload. */
void comparison_add_ratios(struct comparison *comparison, const struct trial *ours, const struct trial *other);

/* The results, a list of one object a workload, which the caller owns: {driver, placement, workload,
 * ..., ours, linux, runs, targets}. `ours` and `linux` describe the guests (guest_describe()); without
 * `linux` there was only ours. */
json_t *comparison_rows(const struct comparison *comparison, const char *driver, const char *placement,
                     const json_t *ours, const json_t *linux_guest);

void comparison_free(struct comparison *comparison);

#endif
