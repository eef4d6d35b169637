/* SPDX-License-Identifier: GPL-2.0-only */
/* `slipway trace`: boots a system whose traced servers tell of each call, and makes of that a file
 * for the Perfetto and Chrome trace viewers. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/command.h"
#include "base/files.h"
#include "base/message.h"
#include "base/options.h"
#include "base/programs.h"
#include "base/progress.h"
#include "base/project.h"
#include "boot/console.h"
#include "boot/image.h"
#include "boot/qemu.h"
#include "boot/system_options.h"
#include "slipway.h"
#include "trace/events.h"

enum { KEY_FROM = 256, LIMIT = 120 };

struct trace_options {
    struct common_options common;
    struct system_options system;
    struct run_options run;
    const char *from;
    char *output;
    struct names servers;       /* to be traced besides those that the description says */
};

static const struct argp_option options[] = {
    { "output", 'o', "FILE", 0, "Where to write the trace (default: build/results/trace-SYSTEM.json)", 0 },
    { "from", KEY_FROM, "FILE", 0, "Boot nothing: convert what the kernel wrote earlier", 0 },
    { 0 }
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct trace_options *trace = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &trace->common;
        state->child_inputs[1] = &trace->system;
        state->child_inputs[2] = &trace->run;
        return 0;
    case 'o':
        trace->output = user_path(argument);
        return 0;
    case KEY_FROM:
        trace->from = user_path(argument);
        return 0;
    case ARGP_KEY_ARG:
        if (!trace->system.given)
            return ARGP_ERR_UNKNOWN;        /* it is the SYSTEM */
        names_add(&trace->servers, argument);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = run_children,
    .args_doc = "[SYSTEM [SERVER...]]",
    .doc = "Boots systems/SYSTEM.system (default: demo), or the file SYSTEM, whose name ends in .system, in "
           "QEMU, and writes a trace of all calls of the servers whose lines have the word `trace`, and of "
           "each SERVER, that the Perfetto (ui.perfetto.dev) and Chrome (chrome://tracing) viewers open: a "
           "track for each thread, a slice for each call, with its arguments, caller and result."
           "\vThe clock of the trace is the count of guest instructions: one is one nanosecond. What "
           "tracing itself takes is left out. The guest's console is kept in "
           "build/results/console-trace.log. The servers have 120 seconds if --limit does not say otherwise.\n\n"
           "Exit status: 0 a trace was written; 1 not so; 2 wrong usage; 3 a tool or a file is not there.",
};

#define RECORDS "build/results/trace.records"
#define CONSOLE "build/results/console-trace.log"

static void trace_command(const struct trace_options *trace, const struct image *image, struct command *command)
{
    const struct qemu_machine machine = { .card = DEFAULT_CARD, .exit_device = true, .counts_time = true,
                                          .records = RECORDS, .limit = trace->run.limit };

    qemu_command(&machine, command);
    image_boots(image, command);
}

/* Whether the loader refused what is to be traced, and why, in new memory. */
static char *refused_names(const char *console)
{
    static const char start[] = "system: trace: ";
    const char *line = strstr(console, start);

    return line ? format("%.*s", (int)strcspn(line + strlen(start), "\r\n"), line + strlen(start)) : NULL;
}

/* Boots until the text comes. The console is kept, whatever happens. */
static enum outcome boot(const struct trace_options *trace, const struct image *image)
{
    struct command command;
    struct console_result result;

    progress_step("booting %s in QEMU, traced", image->system);
    trace_command(trace, image, &command);
    console_run(&command, trace->run.until ? trace->run.until : " servers up", &result);
    console_keep(result.console, CONSOLE);
    char *refused = result.problem ? refused_names(result.console) : NULL;
    if (refused)
        report_error(refused, "name servers of the description: slipway trace SYSTEM SERVER...", "%s",
                     image->description);
    else if (result.problem)
        console_report(&result, image->system);
    enum outcome outcome = !result.problem ? DONE : refused ? USAGE : FAILED;
    free(refused);
    console_result_free(&result);
    command_free(&command);
    return outcome;
}

static bool convert(const struct trace_options *trace, const char *records, struct trace_summary *summary)
{
    size_t size;
    char *bytes = file_read(records, &size);

    if (!bytes) {
        report_error(strerror(errno), NULL, "%s", records);
        return false;
    }
    if (size == 0)
        report_error("nothing was recorded", "no traced server was called", "%s", records);
    FILE *file = size && folders_make(trace->output) == 0 ? fopen(trace->output, "w") : NULL;
    if (size && !file)
        report_error(strerror(errno), NULL, "%s", trace->output);
    bool good = file && trace_convert((unsigned char *)bytes, size, file, summary);
    if (file && fclose(file) != 0 && good) {
        report_error(strerror(errno), NULL, "%s", trace->output);
        good = false;
    }
    free(bytes);
    return good;
}

static bool report(const struct trace_options *trace, const struct trace_summary *summary)
{
    if (!trace->common.json)
        printf("%s: %zu calls on %zu threads, %zu of them failed, %zu in progress at the end\n",
               trace->output, summary->calls + summary->unfinished, summary->threads, summary->failed,
               summary->unfinished);
    if (!trace->common.json && !trace->common.json_file)
        return true;
    return emit_json(json_pack("{s:s, s:I, s:I, s:I, s:I, s:I}", "trace", trace->output, "calls",
                               (json_int_t)(summary->calls + summary->unfinished), "failed",
                               (json_int_t)summary->failed, "unfinished", (json_int_t)summary->unfinished,
                               "threads", (json_int_t)summary->threads, "records",
                               (json_int_t)summary->records), trace->common.json_file);
}

static enum outcome finish(const struct trace_options *trace, const char *records)
{
    struct trace_summary summary;

    return convert(trace, records, &summary) && report(trace, &summary) ? DONE : FAILED;
}

static enum outcome run(const struct trace_options *trace, struct image *image)
{
    enum outcome outcome = programs_found("qemu-system-i386") ? image_write_choices(image) : UNPREPARED;

    if (outcome == DONE)
        outcome = boot(trace, image);
    return outcome == DONE ? finish(trace, RECORDS) : outcome;
}

static void print_plan(const struct trace_options *trace, const struct image *image)
{
    struct command command;

    image_print_choices(image);
    trace_command(trace, image, &command);
    command_print(&command);
    command_free(&command);
}

int verb_trace(int argc, char **argv)
{
    struct trace_options trace = { .system.system = "demo", .run.limit = LIMIT };
    struct image image;

    if (argp_parse(&argp, argc, argv, 0, NULL, &trace) != 0)
        return USAGE;
    if (trace.from) {
        trace.output = trace.output ? trace.output : format("%s.json", trace.from);
        return finish(&trace, trace.from);
    }
    enum outcome outcome = image_plan(&image, trace.system.system, trace.system.placement);
    image.traced = &trace.servers;
    if (outcome == DONE) {
        trace.output = trace.output ? trace.output : format("build/results/trace-%s.json", image.system);
        if (trace.common.dry_run)
            print_plan(&trace, &image);
        else
            outcome = run(&trace, &image);
    }
    image_free(&image);
    names_free(&trace.servers);
    free(trace.output);
    return outcome;
}
