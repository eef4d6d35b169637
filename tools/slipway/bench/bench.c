/* SPDX-License-Identifier: GPL-2.0-only */
/* `slipway bench`: what a call costs. Runs the benchmarks of tools/bench/ several times, in a
 * process of this host and in QEMU, and makes the paper's Table 2 of what they tell. With a port's
 * name, what the port costs (bench_port.c). */
#include <stdlib.h>
#include <string.h>

#include "base/command.h"
#include "base/files.h"
#include "base/message.h"
#include "base/numbers.h"
#include "base/options.h"
#include "base/programs.h"
#include "base/progress.h"
#include "bench/calls_guest.h"
#include "bench/calls_table.h"
#include "bench/port.h"
#include "slipway.h"

#define HOST_PROGRAM "build/tools/bench/calls-on-host"
#define SYSTEM "tools/bench/calls.system"       /* from the project's root */

/* An even number of pairs, so that each system goes first as often as the other. */
enum { RUNS = 7, RUNS_MINIMUM = 5, PORT_RUNS = 5, PORT_PAIRS = 6, HOST_SECONDS = 60, GUEST_SECONDS = 120 };

struct bench_options {
    struct common_options common;
    struct bench_port port;     /* without a name: calls are measured */
    unsigned runs;              /* 0: not said */
};

enum { KEY_PLACEMENT = 256, KEY_AGAINST };

static const struct argp_option options[] = {
    { "runs", 'r', "COUNT", 0, "How often each benchmark is run, of calls at least 5 times (default: 7; of a "
      "port 5; against Linux 6 pairs, at least 5 unless --workloads says what is to be looked at)", 0 },
    { "placement", KEY_PLACEMENT, "NAME", 0, "Of a port: where servers run, `kernel`, `driver` or `each` "
      "(default: kernel); several with commas between", 0 },
    { "against", KEY_AGAINST, "linux", 0, "Of a port: measure Debian's Linux with its own module in turn "
      "with it", 0 },
    { "workloads", 'w', "LIST", 0, "Of a port: what it has to do (default: everything; see --dry-run)", 0 },
    { 0 }
};

/* What only means something for a port, or for calls, is said of the other. */
static void check_options(struct bench_options *bench, struct argp_state *state)
{
    const struct bench_port *port = &bench->port;

    if (!port->name && (port->placements || port->against_linux || port->workloads))
        argp_error(state, "--placement, --against and --workloads need the NAME of a port");
    if (!port->name && bench->runs && bench->runs < RUNS_MINIMUM)
        argp_error(state, "--runs %u: expected a number from 5 to 1000", bench->runs);
    if (port->against_linux && !port->workloads && bench->runs && bench->runs < BENCH_PAIRS_MINIMUM)
        argp_error(state, "--runs %u: expected at least 5 pairs, or --workloads for a look at some",
                   bench->runs);
    if (!port->placements)
        bench->port.placements = "kernel";
    if (!bench->runs)
        bench->runs = !port->name ? RUNS : port->against_linux ? PORT_PAIRS : PORT_RUNS;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct bench_options *bench = state->input;
    unsigned long long runs;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &bench->common;
        return 0;
    case 'r':
        if (!number_read(argument, 1, 1000, &runs))
            argp_error(state, "--runs %s: expected a number from 1 to 1000", argument);
        bench->runs = (unsigned)runs;
        return 0;
    case KEY_PLACEMENT:
        bench->port.placements = argument;
        return 0;
    case KEY_AGAINST:
        if (strcmp(argument, "linux"))
            argp_error(state, "--against %s: expected linux", argument);
        bench->port.against_linux = true;
        return 0;
    case 'w':
        bench->port.workloads = argument;
        return 0;
    case ARGP_KEY_ARG:
        if (bench->port.name)
            argp_error(state, "more than one NAME");
        bench->port.name = argument;
        return 0;
    case ARGP_KEY_END:
        check_options(bench, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = common_children,
    .args_doc = "[NAME]",
    .doc = "Measures what a call costs, and prints the paper's Table 2 with our figures: cycles of calls "
           "within one domain, in a process of this host that runs the kernel's own call code; guest "
           "instructions of calls across domains, in QEMU. With the NAME of a port, measures what the port "
           "costs: throughput, instructions and where they are spent, CPU load; with --against=linux beside "
           "Debian's Linux with its own module of the same driver."
           "\v`make bench` builds what this needs and runs it. docs/measurements.md says how it is "
           "measured.\n\n"
           "Exit status: 0 everything was measured, whether or not targets are met; 1 not so; 2 wrong "
           "usage; 3 a tool is missing, or something is not built.",
};

/* One line of the host program: OPERATION CYCLES RATIO RATIO_WITHOUT_CALL_SITES. */
static bool take_host_line(struct figures *figures, const char *line)
{
    char name[64];
    double cycles, ratio, alone;

    if (sscanf(line, "%63s %lf %lf %lf", name, &cycles, &ratio, &alone) != 4)
        return false;
    figures_add(figures, cycles, "host %s", name);
    figures_add(figures, ratio, "host-ratio %s", name);
    figures_add(figures, alone, "host-alone %s", name);
    return true;
}

static void host_command(struct command *command)
{
    *command = (struct command){ .limit = HOST_SECONDS };
    command_add(command, HOST_PROGRAM);
}

/* `*able` becomes false if this host runs no 32-bit programs. */
static bool run_on_host(struct figures *figures, bool *able)
{
    struct command command;
    struct result result;
    char *rest = NULL;

    host_command(&command);
    bool good = command_run(&command, &result) == 0;
    *able = result.status != COMMAND_NOT_EXECUTABLE;
    for (char *line = strtok_r(result.output, "\n", &rest); line && good; line = strtok_r(NULL, "\n", &rest))
        good = take_host_line(figures, line);
    if (!good && *able)
        report_error("failed, or told what cannot be read", NULL, "%s: %s", HOST_PROGRAM, result.errors);
    result_free(&result);
    command_free(&command);
    return good;
}

/* One line of a guest: bench: LABEL OPERATION TICKS CALLS. */
static void take_guest_line(struct figures *figures, const char *line)
{
    char label[64], operation[64];
    unsigned ticks, calls;

    if (sscanf(line, "bench: %63s %63s %u %u", label, operation, &ticks, &calls) == 4 && calls)
        figures_add(figures, (double)ticks / calls, "%s %s", label, operation);
}

static bool run_in_guest(const struct image *image, struct figures *figures)
{
    char *rest = NULL;
    char *console = bench_boot(image, GUEST_SECONDS);

    if (!console)
        return false;
    for (char *line = strtok_r(console, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        take_guest_line(figures, line);
    free(console);
    return true;
}

static bool measure(const struct image *image, struct figures *figures, unsigned runs)
{
    bool good = true, able = true;

    for (unsigned run = 1; run <= runs && good; run++) {
        progress_step("calls, run %u of %u: %sin QEMU", run, runs, able ? "on this host, then " : "");
        good = (!able || run_on_host(figures, &able) || !able) && run_in_guest(image, figures);
    }
    progress_clear();
    if (!able)
        fprintf(stderr, "note: no figures in cycles: " BENCH_NO_CYCLES "\n");
    return good;
}

static void print_plan(const struct image *image)
{
    struct command command;

    host_command(&command);
    command_print(&command);
    command_free(&command);
    bench_command(image, GUEST_SECONDS, &command);
    command_print(&command);
    command_free(&command);
}

static bool print_results(const struct bench_options *bench, const struct figures *figures)
{
    json_t *rows = bench_rows(figures);
    bool good = reported_error_count() == 0;

    if (!bench->common.json)
        bench_table_print(stdout, rows);
    if (bench->common.json || bench->common.json_file)
        good &= emit_json(json_incref(rows), bench->common.json_file);
    json_decref(rows);
    return good;
}

static enum outcome run(const struct bench_options *bench, const struct image *image)
{
    struct figures figures = { 0 };

    if (!file_exists(HOST_PROGRAM)) {
        report_error("is not built", "run `make bench`", HOST_PROGRAM);
        return UNPREPARED;
    }
    if (!programs_found("qemu-system-i386"))
        return UNPREPARED;
    bool good = measure(image, &figures, bench->runs) && print_results(bench, &figures);
    figures_free(&figures);
    return good ? DONE : FAILED;
}

static enum outcome bench_calls(const struct bench_options *bench)
{
    struct image image;
    char *system = realpath(SYSTEM, NULL);      /* whose name is not to be taken as the user's */
    enum outcome outcome = image_plan(&image, system ? system : SYSTEM, NULL);
    if (bench->common.dry_run)
        print_plan(&image);
    else if (outcome == DONE)
        outcome = run(bench, &image);
    image_free(&image);
    free(system);
    return outcome;
}

int verb_bench(int argc, char **argv)
{
    struct bench_options bench = { 0 };

    if (argp_parse(&argp, argc, argv, 0, NULL, &bench) != 0)
        return USAGE;
    bench.port.common = &bench.common;
    bench.port.runs = bench.runs;
    return bench.port.name ? bench_port(&bench.port) : bench_calls(&bench);
}
