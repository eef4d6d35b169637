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
#include "slipway.h"
#include "trace/events.h"
#include "trace/words.h"

enum { KEY_PLACEMENT = 256, KEY_UNTIL, KEY_LIMIT, KEY_FROM, LIMIT = 120 };

struct trace_options {
    struct common_options common;
    const char *system, *placement, *until, *from;
    char *output;
    struct names servers;       /* to be traced besides those that the description says */
    unsigned limit;             /* seconds */
};

static const struct argp_option options[] = {
    { "placement", KEY_PLACEMENT, "NAME", 0, "Where servers run: a placement of the description, or kernel",
      0 },
    { "until", KEY_UNTIL, "TEXT", 0, "Trace until a line of the guest's console contains TEXT (default: "
      "until all servers are up)", 0 },
    { "limit", KEY_LIMIT, "SECONDS", 0, "Time limit of that (default: 120)", 0 },
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
        return 0;
    case KEY_PLACEMENT:
        trace->placement = argument;
        return 0;
    case KEY_UNTIL:
        trace->until = argument;
        return 0;
    case KEY_LIMIT:
        trace->limit = (unsigned)atoi(argument);
        if (trace->limit < 1 || trace->limit > 86400)
            argp_error(state, "--limit %s: expected seconds, 1 to 86400", argument);
        return 0;
    case 'o':
        trace->output = user_path(argument);
        return 0;
    case KEY_FROM:
        trace->from = user_path(argument);
        return 0;
    case ARGP_KEY_ARG:
        if (trace->system)
            names_add(&trace->servers, argument);
        else
            trace->system = argument;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = common_children,
    .args_doc = "[SYSTEM [SERVER...]]",
    .doc = "Boots systems/SYSTEM.system (default: demo), or the file SYSTEM, whose name ends in .system, in "
           "QEMU, and writes a trace of all calls of the servers whose lines have the word `trace`, and of "
           "each SERVER, that the Perfetto (ui.perfetto.dev) and Chrome (chrome://tracing) viewers open: a "
           "track for each thread, a slice for each call, with its arguments, caller and result."
           "\vThe clock of the trace is the count of guest instructions: one is one nanosecond. What "
           "tracing itself takes is left out. The guest's console is kept in "
           "build/results/console-trace.log.\n\n"
           "Exit status: 0 a trace was written; 1 not so; 2 wrong usage; 3 a tool or a file is not there.",
};

#define RECORDS "build/results/trace.records"
#define CONSOLE "build/results/console-trace.log"

static void qemu_command(const struct trace_options *trace, const struct image *image,
                         struct command *command)
{
    char *modules = image_modules(image);

    *command = (struct command){ .limit = trace->limit };
    command_add_words(command, "qemu-system-i386 -accel tcg -icount shift=0 -cpu pentium3 -m 128 -no-reboot "
                               "-display none -monitor none -serial stdio "
                               "-chardev file,id=trace,path=" RECORDS " -device isa-debugcon,iobase=0xe9,chardev=trace "
                               "-device isa-debug-exit,iobase=0xf4,iosize=4 -netdev user,id=net "
                               "-device rtl8139,netdev=net -kernel " KERNEL_FILE " -initrd");
    command_add(command, "%s", modules);
    free(modules);
}

/* Boots until the text comes. The console is kept, whatever happens. */
static bool boot(const struct trace_options *trace, const struct image *image)
{
    struct command command;
    struct result result;
    char *problem = NULL;

    progress_step("booting %s in QEMU, traced", image->system);
    qemu_command(trace, image, &command);
    struct process *qemu = process_start(&command);
    char *line = console_wait(qemu, trace->until ? trace->until : " servers up", trace->limit, &problem);
    char *console = console_text(qemu);
    process_finish(qemu, &result);
    progress_clear();
    if (file_write(CONSOLE, console, strlen(console)) < 0)
        report_note("%s: %s", CONSOLE, strerror(errno));
    if (!line) {
        report_error(problem, NULL, "booting %s", image->system);
        fprintf(stderr, "%sthe guest's console ends:\n%s", result.errors, console_tail(console));
    }
    bool good = line != NULL;
    free(line);
    free(console);
    free(problem);
    result_free(&result);
    command_free(&command);
    return good;
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

/* Replaces the description by one in which more servers are traced, where any were named. */
static enum outcome choose_servers(const struct trace_options *trace, struct image *image)
{
    struct names missing = { 0 };
    char *text = file_read(image->description, NULL);

    if (!text) {
        report_error(strerror(errno), NULL, "%s", image->description);
        return FAILED;
    }
    char *traced = trace_words_add(text, &trace->servers, &missing);
    enum outcome outcome = missing.count ? USAGE : DONE;
    for (size_t i = 0; i < missing.count; i++)
        report_error("has no such server", "each is named at the beginning of its line", "%s: %s",
                     image->description, missing.name[i]);
    if (outcome == DONE && trace_words_count(traced) == 0) {
        report_error("no line has the word `trace`", "name servers: slipway trace SYSTEM SERVER...", "%s",
                     image->description);
        outcome = USAGE;
    }
    free(image->description);
    image->description = format("build/results/traced-%s.system", image->system);
    if (outcome == DONE && file_write(image->description, traced, strlen(traced)) < 0) {
        report_error(strerror(errno), NULL, "%s", image->description);
        outcome = FAILED;
    }
    free(text);
    free(traced);
    names_free(&missing);
    return outcome;
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

static enum outcome run(struct trace_options *trace, struct image *image)
{
    struct command command;

    enum outcome outcome = choose_servers(trace, image);
    if (outcome == DONE && trace->common.dry_run) {
        qemu_command(trace, image, &command);
        char *text = command_text(&command);
        puts(text);
        free(text);
        command_free(&command);
        return DONE;
    }
    if (outcome == DONE && !programs_found("qemu-system-i386"))
        outcome = UNPREPARED;
    if (outcome == DONE)
        outcome = image_write_placement(image);
    if (outcome != DONE)
        return outcome;
    return boot(trace, image) ? finish(trace, RECORDS) : FAILED;
}

int verb_trace(int argc, char **argv)
{
    struct trace_options trace = { .limit = LIMIT };
    struct image image;

    if (argp_parse(&argp, argc, argv, 0, NULL, &trace) != 0)
        return USAGE;
    if (!trace.system)
        trace.system = "demo";
    if (trace.from) {
        trace.output = trace.output ? trace.output : format("%s.json", trace.from);
        return finish(&trace, trace.from);
    }
    enum outcome outcome = image_plan(&image, trace.system, trace.placement);
    if (outcome == DONE) {
        trace.output = trace.output ? trace.output : format("build/results/trace-%s.json", image.system);
        outcome = run(&trace, &image);
    }
    image_free(&image);
    names_free(&trace.servers);
    free(trace.output);
    return outcome;
}
