/* SPDX-License-Identifier: GPL-2.0-only */
/* `slipway bench NAME`: what a port costs, alone or against Linux. */
#ifndef SLIPWAY_BENCH_PORT_H
#define SLIPWAY_BENCH_PORT_H


#define BENCH_LINUX_RESULTS "build/results/bench-linux.json"

#include "base/options.h"

enum { BENCH_PAIRS_MINIMUM = 5 };       /* of runs against Linux that are kept */

struct bench_port {
    const struct common_options *common;
    const char *name;           /* of the port */
    const char *placements;     /* names with commas between; "kernel": all in the kernel's domain */
    const char *workloads;      /* the list, or null: boot_plan_default */
    bool against_linux;
    unsigned runs;              /* of each list; against Linux, pairs of runs */
};

/* Measures one placement after the other, and prints. What was measured until something failed is
 * printed too. bench_results.h says what becomes of the results. */
enum outcome bench_port(const struct bench_port *bench);

#endif
