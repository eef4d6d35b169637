/* SPDX-License-Identifier: GPL-2.0-only */
/* Putting together what a guest's console, the peer and the counting plugin told of a trial. */
#ifndef SLIPWAY_BENCH_TRIAL_READ_H
#define SLIPWAY_BENCH_TRIAL_READ_H

#include "bench/peer.h"
#include "bench/trial.h"

/* The name of a workload, in new memory: its kind, its frame size and its rate if it has them, and
 * "_paced"; null if the item is none of the list's. */
char *workload_name(const char *item, bool paced);

/* Adds a workload to `trial` for each line of its console that tells of one, with what `results`, as
 * many, and `trial->intervals` tell. Reports what does not fit together, and returns false. */
bool trial_read(struct trial *trial, const struct peer_result *results, size_t count, bool paced);

/* Adds the loads of `list` that were not offered any more, because the card had stopped receiving. Null, or
 * what is wrong, in new memory: something else of the list was not done. */
char *trial_read_rest(struct trial *trial, const char *list);

#endif
