/* SPDX-License-Identifier: GPL-2.0-only */
/* `slipway measure`: what of a port's sources is unmodified, adapted, new and dropped, how
 * many lines the port itself has, and how many linuxcompat has. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/command.h"
#include "base/message.h"
#include "base/options.h"
#include "base/programs.h"
#include "convert/convert.h"
#include "convert/history.h"
#include "convert/linux_folder.h"
#include "convert/reuse.h"
#include "slipway.h"

struct measure_options {
    struct common_options common;
    const char *port;
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct measure_options *measure = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &measure->common;
        return 0;
    case ARGP_KEY_ARG:
        if (measure->port)
            argp_error(state, "one port at a time");
        measure->port = argument;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "which port?");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .parser = parse,
    .children = common_children,
    .args_doc = "PORT",
    .doc = "Counts what of a converted port's sources is unmodified, adapted (by patch, by hand), new and "
           "dropped, in lines of code (neither blank nor only comment) and in all lines, and proves that "
           "each line is counted once. `slipway convert PORT` must have run.",
};

/* The kinds of files in a port's folder. All of it is written for the port; what of it is in a
 * programming language is told apart. */
static const char *const port_ends[] = { ".c", ".h", ".S", ".cocci", ".component", ".json", NULL };
static const char *const code_ends[] = { ".c", ".h", ".S", ".cocci", NULL };
static const char *const component_ends[] = { ".component", NULL };
static const char *const manifest_ends[] = { ".json", NULL };
static const char *const compat_ends[] = { ".c", ".h", NULL };

static json_t *sum_json(const char *folder, const char *const ends[])
{
    struct line_sum sum = lines_below(folder, ends);

    return json_pack("{s:I, s:I, s:I}", "files", (json_int_t)sum.files, "code", (json_int_t)sum.code, "all",
                     (json_int_t)sum.all);
}

static json_t *measure(const struct conversion *conversion, bool *good)
{
    struct file_counts total = { 0 };
    json_t *reuse = json_array();
    char *folder = format("ported/%s", conversion->name);
    char *version = linux_folder_version(conversion->linux_folder);

    for (size_t i = 0; i < conversion->file_count; i++) {
        struct file_counts counts = { 0 };
        *good &= reuse_of_file(conversion, &conversion->files[i], &counts, NULL);
        counts_add(&total, &counts);
        json_array_append_new(reuse, file_counts_json(conversion->files[i].path, &counts));
    }
    json_t *report = json_pack("{s:s, s:s, s:o, s:o, s:o}", "port", conversion->name, "linux", version,
        "reuse", reuse, "reuse_total", file_counts_json("total", &total),
        "adapted_pairs", json_pack("{s:I, s:I}", "all", (json_int_t)total.pairs, "less_than_half_alike",
                                   (json_int_t)total.unlike));
    json_object_set_new(report, "port_lines", json_integer(lines_below(folder, port_ends).code));
    json_object_set_new(report, "port_files", json_pack("{s:o, s:o, s:o}",
        "code", sum_json(folder, code_ends), "component", sum_json(folder, component_ends),
        "manifest", sum_json(folder, manifest_ends)));
    json_object_set_new(report, "linuxcompat", sum_json("linuxcompat", compat_ends));
    json_object_set_new(report, "stubs", json_integer(conversion->manifest.stub_count));
    free(version);
    free(folder);
    return report;
}

static json_int_t number(const json_t *report, const char *object, const char *key)
{
    const json_t *value = json_object_get(report, object);

    return json_integer_value(key ? json_object_get(value, key) : value);
}

static void print_report(const struct conversion *conversion, const json_t *report)
{
    struct file_counts total = { 0 };

    printf("%s, from Linux %s:\n\n", conversion->name, json_string_value(json_object_get(report, "linux")));
    print_counts_heading();
    for (size_t i = 0; i < conversion->file_count; i++) {
        struct file_counts counts;
        if (!reuse_of_file(conversion, &conversion->files[i], &counts, NULL))
            continue;
        print_counts(conversion->files[i].path, &counts);
        counts_add(&total, &counts);
    }
    print_counts("total", &total);
    json_t *files = json_object_get(report, "port_files");
    printf("\n  ported/%s: %lld lines: %lld of code, %lld of its component file, %lld of its manifest; "
           "%lld declared stubs\n",
           conversion->name, (long long)number(report, "port_lines", NULL),
           (long long)number(files, "code", "code"), (long long)number(files, "component", "code"),
           (long long)number(files, "manifest", "code"),
           (long long)number(report, "stubs", NULL));
    printf("  adapted lines less than half alike: %zu of %zu\n", total.unlike, total.pairs);
    printf("  linuxcompat, for all ports: %lld lines of code in %lld files\n",
           (long long)number(report, "linuxcompat", "code"),
           (long long)number(report, "linuxcompat", "files"));
}

static void print_commands(const struct conversion *conversion)
{
    for (size_t i = 0; i < conversion->file_count; i++) {
        struct command command = { 0 };
        diff_command(&command, conversion->files[i].pristine, conversion->files[i].converted);
        char *text = command_text(&command);
        puts(text);
        free(text);
        command_free(&command);
    }
}

int verb_measure(int argc, char **argv)
{
    struct measure_options options = { 0 };
    struct conversion conversion;
    bool good = true;

    argp_parse(&argp, argc, argv, 0, NULL, &options);
    history_isolate();
    int outcome = conversion_of_port(&conversion, options.port);
    if (outcome != DONE)
        return outcome;
    if (options.common.dry_run) {
        print_commands(&conversion);
        return DONE;
    }
    if (!programs_found("git"))
        return UNPREPARED;
    json_t *report = measure(&conversion, &good);
    if (!good)
        return FAILED;
    if (!options.common.json)
        print_report(&conversion, report);
    if (options.common.json || options.common.json_file)
        good = emit_json(report, options.common.json_file);
    return good ? DONE : FAILED;
}
