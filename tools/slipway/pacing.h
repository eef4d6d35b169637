/* SPDX-License-Identifier: GPL-2.0-only */
/* Finding the pace at which a contender moves as much as the card could: about 95 Mbit/s of payload,
 * which is what 100 Mbit/s Ethernet carries of TCP's. */
#ifndef SLIPWAY_PACING_H
#define SLIPWAY_PACING_H

#include "trial.h"

enum { PACING_MBIT = 95 };

/* The interval, in microseconds, for `list`, of one workload. Boots the contender a few times, since what
 * moves in an interval is its own window. Notes it if the throughput cannot be reached. */
enum outcome pacing_find(const struct contender *contender, const char *list, unsigned *pace);

/* The interval that the search begins with for that list, for --dry-run. */
unsigned pacing_first(const char *list);

#endif
