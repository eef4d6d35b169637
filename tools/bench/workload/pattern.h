/* SPDX-License-Identifier: GPL-2.0-only */
/* The bytes that workloads send: a table that repeats after a number of bytes which is no power of
 * two, so that bytes which come twice, are left out or change places are seen. */
#ifndef WORKLOAD_PATTERN_H
#define WORKLOAD_PATTERN_H

#include <stdint.h>

enum {
    PATTERN_PERIOD = 16381,     /* prime */
    PATTERN_SPAN = 65536        /* so many bytes stand in one piece from any position */
};

/* Makes the table; once, before the others. */
void pattern_start(void);

/* The stream's bytes from `position` on: PATTERN_SPAN of them, to be read only. */
const uint8_t *pattern_at(uint64_t position);

/* Whether the `length` bytes, any number, are the stream's from `position` on. Costs an instruction
 * for each four of them. */
int pattern_check(uint64_t position, const void *bytes, uint32_t length);

#endif
