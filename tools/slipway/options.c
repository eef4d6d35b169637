/* SPDX-License-Identifier: GPL-2.0-only */
/* The options that every verb takes. */
#include "slipway.h"

static const struct argp_option options[] = {
    { "json", 'j', "FILE", OPTION_ARG_OPTIONAL,
      "Print JSON instead of a table; with FILE, write it there and print the table too", 0 },
    { "dry-run", 'n', NULL, 0, "Print the exact commands, and run none of them", 0 },
    { 0 }
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct common_options *common = state->input;

    switch (key) {
    case 'j':
        common->json = argument == NULL;
        common->json_file = argument;
        return 0;
    case 'n':
        common->dry_run = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const struct argp common_argp = { .options = options, .parser = parse };
