/* SPDX-License-Identifier: GPL-2.0-only */
/* `slipway bench`: what a call costs. Runs the benchmarks of tools/bench/ several times, in a
 * process of this host and in QEMU, and makes the paper's Table 2 of what they tell. */
#include <stdlib.h>
#include <string.h>

#include "bench_guest.h"
#include "bench_table.h"
#include "message.h"
#include "our_guest.h"
#include "progress.h"
#include "slipway.h"

#define HOST_PROGRAM "build/tools/bench/calls-on-host"
#define SYSTEM "tools/bench/calls.system"       /* from the project's root */

enum { RUNS = 7, RUNS_MINIMUM = 5, HOST_SECONDS = 60, GUEST_SECONDS = 120 };

struct bench_options {
    struct common_options common;
    unsigned runs;
    const char *port, *placement, *workloads;
};

static const struct argp_option options[] = {
    { "runs", 'r', "COUNT", 0, "How often each benchmark is run, at least 5 times (default: 7)", 0 },
    { "placement", 'p', "NAME", 0, "With PORT: a placement of tools/bench/network.system (default: kernel)", 0 },
    { "workloads", 'w', "LIST", 0, "With PORT: run these once, as tcp_in,4194304;tcp_out,4194304;rr,1000 "
      "(tools/bench/workload/plan.h)", 0 },
    { 0 }
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct bench_options *bench = state->input;
    char *end;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &bench->common;
        return 0;
    case 'r':
        bench->runs = (unsigned)strtoul(argument, &end, 10);
        if (*end || bench->runs < RUNS_MINIMUM || bench->runs > 1000)
            argp_error(state, "--runs %s: expected a number from 5 to 1000", argument);
        return 0;
    case 'p':
        bench->placement = argument;
        return 0;
    case 'w':
        bench->workloads = argument;
        return 0;
    case ARGP_KEY_ARG:
        if (bench->port)
            argp_error(state, "more than one PORT");
        bench->port = argument;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = common_children,
    .args_doc = "[PORT]",
    .doc = "Measures what a call costs, and prints the paper's Table 2 with our figures: cycles of calls "
           "within one domain, in a process of this host that runs the kernel's own call code; guest "
           "instructions of calls across domains, in QEMU."
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

static bool run_on_host(struct figures *figures)
{
    struct command command;
    struct result result;
    char *rest = NULL;

    host_command(&command);
    bool good = command_run(&command, &result) == 0;
    for (char *line = strtok_r(result.output, "\n", &rest); line && good; line = strtok_r(NULL, "\n", &rest))
        good = take_host_line(figures, line);
    if (!good)
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
    bool good = true;

    for (unsigned run = 1; run <= runs && good; run++) {
        progress_step("calls, run %u of %u: on this host, then in QEMU", run, runs);
        good = run_on_host(figures) && run_in_guest(image, figures);
    }
    progress_clear();
    return good;
}

static void print_command(struct command *command)
{
    char *text = command_text(command);

    puts(text);
    free(text);
    command_free(command);
}

static void print_plan(const struct image *image)
{
    struct command command;

    host_command(&command);
    print_command(&command);
    bench_command(image, GUEST_SECONDS, &command);
    print_command(&command);
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

int verb_bench(int argc, char **argv)
{
    struct bench_options bench = { .runs = RUNS };
    struct image image;

    if (argp_parse(&argp, argc, argv, 0, NULL, &bench) != 0)
        return USAGE;
    if (bench.port)
        return our_guest_measure(bench.port, bench.placement,
                                 bench.workloads ? bench.workloads : "tcp_in,4194304;tcp_out,4194304;rr,1000",
                                 bench.common.dry_run);
    char *system = realpath(SYSTEM, NULL);      /* whose name is not to be taken as the user's */
    enum outcome outcome = image_plan(&image, system ? system : SYSTEM, NULL);
    if (bench.common.dry_run)
        print_plan(&image);
    else if (outcome == DONE)
        outcome = run(&bench, &image);
    image_free(&image);
    free(system);
    return outcome;
}
