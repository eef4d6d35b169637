/* SPDX-License-Identifier: GPL-2.0-only */
/* Output files that appear whole or not at all: each is made in memory, and no file is
 * written before every one of them is complete and no error was reported. */
#ifndef INTERFACE_COMPILER_OUTPUT_H
#define INTERFACE_COMPILER_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

struct output {
    const char *path;
    FILE *stream;               /* write here, between open and commit */
    char *text;
    size_t size;
    bool unchanged;             /* the file has this text already, and is left alone */
};

void output_open(struct output *output, const char *path);
/* Writes all of them, or none if an error was reported. Returns the exit code. */
int output_commit(struct output outputs[], unsigned count);

#endif
