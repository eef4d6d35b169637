/* SPDX-License-Identifier: GPL-2.0-only */
/* Finding the pace at which a guest moves as much as the card could: what the manifest says that the
 * card's own rate carries of TCP's payload ("mbit"). */
#ifndef SLIPWAY_BENCH_PACING_H
#define SLIPWAY_BENCH_PACING_H

#include "base/options.h"
#include "bench/trial.h"

/* The interval, in microseconds, for `list`, of one workload. Boots the guest a few times, since what
 * moves in an interval is its own window. Notes it if the throughput cannot be reached. */
enum outcome pacing_find(const struct guest *guest, const char *list, unsigned *pace);

/* The interval that the search begins with for that list. */
unsigned pacing_first(const struct manifest_native *native, const char *list);

#endif
