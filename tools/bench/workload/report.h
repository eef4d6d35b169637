/* SPDX-License-Identifier: GPL-2.0-only */
/* The console lines in which a guest tells what became of its workloads; the same of all guests. */
#ifndef WORKLOAD_REPORT_H
#define WORKLOAD_REPORT_H

#include <stdint.h>

#include "plan.h"

enum { REPORT_SIZE = 256 };     /* characters of the longest line, with its terminator */

struct report {
    uint32_t interval;              /* ordinal of the counting plugin's interval, from 0 */
    uint64_t bytes;             /* of payload that arrived: here, or as the peer tells */
    uint32_t operations;        /* datagrams that arrived or round trips; 0 of tcp_* */
    uint64_t ticks;             /* of the time stamp counter, across the interval */
    uint32_t lost;              /* datagrams that did not arrive */
    int verified;               /* every byte that arrived was the right one */
};

/* The line of one workload, without a line's end. */
void report_line(const struct workload *workload, const struct report *report, char line[REPORT_SIZE]);

/* The same of a received count, as the verdict has it: bytes of tcp_*, else operations. */
void report_count(const struct workload *workload, uint32_t count, struct report *report);

#endif
