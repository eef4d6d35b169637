/* SPDX-License-Identifier: GPL-2.0-only */
/* The options of verbs that boot a system. */
#include "base/numbers.h"
#include "base/options.h"
#include "boot/system_options.h"

enum { KEY_PLACEMENT = 1000, KEY_UNTIL, KEY_LIMIT, LIMIT_MAX = 86400 };

static const struct argp_option system_list[] = {
    { "placement", KEY_PLACEMENT, "NAME", 0, "Which servers run in which domains: `kernel` (all in the "
      "kernel's) or a placement of the description; default: as the servers' lines say", 0 },
    { 0 }
};

static error_t parse_system(int key, char *argument, struct argp_state *state)
{
    struct system_options *options = state->input;

    switch (key) {
    case KEY_PLACEMENT:
        options->placement = argument;
        return 0;
    case ARGP_KEY_ARG:
        if (options->given)
            argp_error(state, "%s: more than one SYSTEM", argument);
        options->system = argument;
        options->given = 1;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp system_argp = { .options = system_list, .parser = parse_system };

static const struct argp_option run_list[] = {
    { "until", KEY_UNTIL, "TEXT", 0, "End when a line of the guest's console contains TEXT", 0 },
    { "limit", KEY_LIMIT, "SECONDS", 0, "Time limit of the run", 0 },
    { 0 }
};

static error_t parse_run(int key, char *argument, struct argp_state *state)
{
    struct run_options *options = state->input;
    unsigned long long seconds;

    switch (key) {
    case KEY_UNTIL:
        options->until = argument;
        return 0;
    case KEY_LIMIT:
        if (!number_read(argument, 1, LIMIT_MAX, &seconds))
            argp_error(state, "--limit %s: expected seconds, 1 to %d", argument, LIMIT_MAX);
        options->limit = (unsigned)seconds;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp run_argp = { .options = run_list, .parser = parse_run };

const struct argp_child system_children[] = { { &common_argp, 0, NULL, 0 }, { &system_argp, 0, NULL, 0 }, { 0 } };

const struct argp_child run_children[] = {
    { &common_argp, 0, NULL, 0 }, { &system_argp, 0, NULL, 0 }, { &run_argp, 0, NULL, 0 }, { 0 }
};
