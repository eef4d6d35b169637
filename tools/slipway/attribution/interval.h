/* SPDX-License-Identifier: GPL-2.0-only */
/* What the counting plugin (tools/count/) wrote: for each interval between two marker instructions
 * the guest instructions executed, in all and by the address of the translation block. */
#ifndef SLIPWAY_ATTRIBUTION_INTERVAL_H
#define SLIPWAY_ATTRIBUTION_INTERVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct block {
    uint32_t address;           /* the first instruction's, virtual */
    unsigned long long instructions;
};

struct interval {
    unsigned long long instructions;    /* executed, idling not among them */
    unsigned long long repeated;        /* those of them that are iterations of a REP prefix */
    struct block *block;                /* by ascending address */
    size_t count;
};

struct intervals {
    struct interval *interval;          /* in the order of their ends */
    size_t count;
};

/* Reads all intervals of `text`, which `place` names in messages. A line that is none of the plugin's,
 * or an interval without an end, is reported; then nothing is stored, and false. */
bool intervals_parse(struct intervals *intervals, const char *text, const char *place);
void intervals_free(struct intervals *intervals);

#endif
