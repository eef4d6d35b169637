/* SPDX-License-Identifier: GPL-2.0-only */
/* The results of a comparison as a table, from the same object as their JSON. */
#ifndef SLIPWAY_BENCH_COMPARISON_TABLE_H
#define SLIPWAY_BENCH_COMPARISON_TABLE_H

#include <jansson.h>
#include <stdio.h>

/* Prints the rows of comparison_rows(): what differs between the guests, the figures, the targets, the
 * shares of servers. */
void comparison_table_print(FILE *stream, const json_t *rows);

#endif
