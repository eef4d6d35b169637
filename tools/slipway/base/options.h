/* SPDX-License-Identifier: GPL-2.0-only */
/* What all verbs of `slipway` share: exit codes, options, and how JSON is written. */
#ifndef SLIPWAY_BASE_OPTIONS_H
#define SLIPWAY_BASE_OPTIONS_H

#include <argp.h>
#include <jansson.h>
#include <stdbool.h>

/* What a verb returns, and slipway exits with. */
enum outcome {
    DONE = 0,
    FAILED = 1,             /* the job itself failed; messages have said why */
    USAGE = 2,              /* the command line is wrong */
    UNPREPARED = 3          /* the environment lacks something; the message says what to run */
};

/* The options that every verb takes. */
struct common_options {
    bool json;              /* print JSON instead of a table */
    const char *json_file;  /* with --json=FILE: write it there and print the table too; else null */
    bool dry_run;           /* print the commands, run none */
};

/* The parser of the common options: a verb names it as the children of its own argp and sets
 * state->child_inputs[0] to its struct common_options in ARGP_KEY_INIT. */
extern const struct argp_child common_children[];

/* The parser itself, for a verb that has more children. */
extern const struct argp common_argp;

/* Prints, or writes to a file, what --json asks for. Takes over the reference. Returns
 * whether it could. */
bool emit_json(json_t *report, const char *file);

#endif
