/* SPDX-License-Identifier: GPL-2.0-only */
/* The frame that the verbs of `slipway` share: options, exit codes, where things are. */
#ifndef SLIPWAY_SLIPWAY_H
#define SLIPWAY_SLIPWAY_H

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

/* Prints, or writes to a file, what --json asks for. Takes over the reference. Returns
 * whether it could. */
bool emit_json(json_t *report, const char *file);

/* Whether each of the programs, which white space separates, is in PATH; a message for each that
 * is not. A verb that lacks one returns UNPREPARED before it begins. */
bool programs_found(const char *programs);

/* Folders, relative to the project's root, where every verb runs. */
#define SOURCES "build/sources"
#define CONVERT "build/convert"

/* A path of the command line, which is relative to where the user stands, in new memory: the
 * verbs have moved to the project's root meanwhile. */
char *user_path(const char *path);

/* The verbs. Each takes its own command line, argv[0] being "slipway VERB", and
 * returns an enum outcome. */
int verb_convert(int argc, char **argv);
int verb_measure(int argc, char **argv);
int verb_boot(int argc, char **argv);
int verb_sizes(int argc, char **argv);
int verb_bench(int argc, char **argv);
int verb_profile(int argc, char **argv);
int verb_gdb(int argc, char **argv);
int verb_trace(int argc, char **argv);

#endif
