/* SPDX-License-Identifier: GPL-2.0-only */
/* slipway: carries Linux drivers onto the component kernel. This file finds the project
 * and hands over to a verb. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "base/options.h"
#include "base/project.h"
#include "base/text.h"
#include "slipway.h"

static const struct verb {
    const char *name;
    const char *summary;
    int (*run)(int argc, char **argv);
} verbs[] = {
    { "convert", "convert a port, or any C file of Linux's, and list what is missing", verb_convert },
    { "ports", "list the ports, and of what each is made", verb_ports },
    { "measure", "count what of a port is unmodified, adapted, new and dropped", verb_measure },
    { "boot", "boot a system in QEMU, send it traffic, verify and report", verb_boot },
    { "sizes", "print lines and bytes of every server, beside the paper's", verb_sizes },
    { "gdb", "debug a system in QEMU, with the symbols of kernel and servers", verb_gdb },
    { "trace", "record the calls of servers, for the Perfetto and Chrome trace viewers", verb_trace },
    { "bench", "measure what a call costs, or a port, beside native Linux", verb_bench },
    { "profile", "tell which functions a workload's instructions are spent in", verb_profile },
};

#define VERB_COUNT (sizeof verbs / sizeof *verbs)

static void print_help(FILE *stream)
{
    fputs("Usage: slipway VERB [OPTION...] [ARGUMENT...]\n"
          "Carries Linux drivers onto the component kernel.\n\n", stream);
    for (size_t i = 0; i < VERB_COUNT; i++)
        fprintf(stream, "  %-10s %s\n", verbs[i].name, verbs[i].summary);
    fputs("\nEvery verb knows --help, --json and --dry-run. Exit status: 0 done, 1 failed,\n"
          "2 wrong usage, 3 the environment lacks something.\n", stream);
}

/* argp names the program after argv[0]; a verb's own is "slipway VERB". */
static int run_verb(const struct verb *verb, int argc, char **argv)
{
    char *name = format("slipway %s", verb->name);

    argv[0] = name;
    return verb->run(argc, argv);
}

int main(int argc, char **argv)
{
    argp_err_exit_status = USAGE;
    if (argc < 2) {
        print_help(stderr);
        return USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-?") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return DONE;
    }
    if (!project_enter()) {
        report_error("the project's root is not the folder above this program's",
                     "run it as build/slipway, where make put it", "%s", argv[0]);
        return UNPREPARED;
    }
    for (size_t i = 0; i < VERB_COUNT; i++)
        if (strcmp(argv[1], verbs[i].name) == 0)
            return run_verb(&verbs[i], argc - 1, argv + 1);
    report_error("no such verb", "`slipway --help` lists the verbs", "%s", argv[1]);
    return USAGE;
}
