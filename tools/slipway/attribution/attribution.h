/* SPDX-License-Identifier: GPL-2.0-only */
/* How the instructions of a workload spread over domains, servers, source files and functions. */
#ifndef SLIPWAY_ATTRIBUTION_ATTRIBUTION_H
#define SLIPWAY_ATTRIBUTION_ATTRIBUTION_H

#include <jansson.h>

#include "attribution/interval.h"
#include "attribution/places.h"

struct share {
    struct position position;
    unsigned long long instructions;
};

struct attribution {
    struct share *share;        /* one a function, sorted by domain, server, file, function */
    size_t count;
    unsigned long long instructions;    /* of all */
};

/* Makes it of an interval. The positions' strings belong to `places`, which have to stay. */
void attribution_make(struct attribution *attribution, const struct interval *interval, const struct places *places);

/* The share of each server in all instructions: an object of numbers from 0 to 1, the largest
 * first, which the caller owns. */
json_t *attribution_servers(const struct attribution *attribution);

/* The functions, those with most instructions first, as a list of {domain, server, file, function,
 * instructions, share}, which the caller owns. */
json_t *attribution_functions(const struct attribution *attribution);

void attribution_free(struct attribution *attribution);

#endif
