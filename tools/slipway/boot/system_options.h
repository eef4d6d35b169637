/* SPDX-License-Identifier: GPL-2.0-only */
/* The options of verbs that boot a system: which one, in which placement, until when. A verb names one of the lists of
 * parsers as the children of its own argp, and sets their inputs, state->child_inputs, in ARGP_KEY_INIT. */
#ifndef SLIPWAY_BOOT_SYSTEM_OPTIONS_H
#define SLIPWAY_BOOT_SYSTEM_OPTIONS_H

#include <argp.h>

struct system_options {
    const char *system;         /* a name, or path of a description; what is there before is the default */
    const char *placement;      /* a name, or null: as the description's lines say */
    int given;                  /* SYSTEM was */
};

/* [SYSTEM] and --placement, beside the common options. The inputs: a struct common_options and a struct system_options.
 * A verb that takes further arguments takes them itself, once `given` is set: a parser is asked before its children. */
extern const struct argp_child system_children[];

struct run_options {
    const char *until;          /* the console line that ends the run; null: the verb's own end */
    unsigned limit;             /* seconds */
};

/* The same and --until and --limit. The third input: a struct run_options. */
extern const struct argp_child run_children[];

#endif
