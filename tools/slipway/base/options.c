/* SPDX-License-Identifier: GPL-2.0-only */
/* The options that every verb takes. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/message.h"
#include "base/options.h"
#include "base/project.h"
#include "base/text.h"

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
        common->json_file = argument ? user_path(argument) : NULL;
        return 0;
    case 'n':
        common->dry_run = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const struct argp common_argp = { .options = options, .parser = parse };

const struct argp_child common_children[] = { { &common_argp, 0, NULL, 0 }, { 0 } };

bool emit_json(json_t *report, const char *file)
{
    char *text = json_dumps(report, JSON_INDENT(4) | JSON_REAL_PRECISION(15));
    char *line = format("%s\n", text);
    bool good = true;

    if (!file)
        fputs(line, stdout);
    else
        good = file_write(file, line, strlen(line)) == 0;
    if (!good)
        report_error(strerror(errno), NULL, "%s", file);
    free(line);
    free(text);
    json_decref(report);
    return good;
}
