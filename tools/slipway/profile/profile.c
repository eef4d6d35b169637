/* SPDX-License-Identifier: GPL-2.0-only */
/* `slipway profile`: where the instructions of a workload go, by domain, server, source file and
 * function. Counted in QEMU without a sample, so a second run tells the same. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/message.h"
#include "base/options.h"
#include "base/progress.h"
#include "base/project.h"
#include "bench/boot_plan.h"
#include "bench/trial.h"
#include "bench/trial_read.h"
#include "profile/flame.h"
#include "slipway.h"

enum { KEY_PLACEMENT = 256, TOP_FUNCTIONS = 40 };

struct profile_options {
    struct common_options common;
    const char *name, *placement, *workload;
    char *output;               /* path of the SVG, or null */
};

static const struct argp_option options[] = {
    { "placement", KEY_PLACEMENT, "NAME", 0, "Where servers run: kernel, driver or each (default: kernel)",
      0 },
    { "workload", 'w', "WORKLOAD", 0, "What it has to do: tcp_in, tcp_out, rr, udp_in_64 and so on, or with "
      "arguments as in `tcp_in,4194304` (default: tcp_in)", 0 },
    { "output", 'o', "FILE", 0, "The flame graph (default: "
      "build/results/profile-NAME-PLACEMENT-WORKLOAD.svg)", 0 },
    { 0 }
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct profile_options *profile = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &profile->common;
        return 0;
    case KEY_PLACEMENT:
        profile->placement = argument;
        return 0;
    case 'w':
        profile->workload = argument;
        return 0;
    case 'o':
        free(profile->output);
        profile->output = user_path(argument);
        return 0;
    case ARGP_KEY_ARG:
        if (profile->name)
            argp_error(state, "more than one NAME");
        profile->name = argument;
        return 0;
    case ARGP_KEY_END:
        if (!profile->name)
            argp_error(state, "the NAME of a port is missing");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = common_children,
    .args_doc = "NAME",
    .doc = "Boots our system with the port NAME in QEMU, has it do a workload, and tells which functions "
           "executed how many of the guest's instructions: a flame graph (SVG) whose boxes have counts as "
           "tooltips, a table of the first functions, and with --json all of them."
           "\vExit status: 0 measured; 1 not so; 2 wrong usage; 3 a tool is missing, or something is not "
           "built.",
};

/* The item that a workload's name stands for, in new memory; null, with an error reported, if there is
 * none. */
static char *item_of(const char *workload)
{
    char *found = NULL, *name = workload_name(workload, false);

    if (name)
        found = format("%s", workload);
    free(name);
    for (const char *item = boot_plan_default; *item && !found; item += *item == ';') {
        size_t length = strcspn(item, ";");
        char *copy = format("%.*s", (int)length, item);
        name = workload_name(copy, false);
        if (name && strcmp(name, workload) == 0)
            found = format("%s", copy);
        free(name);
        free(copy);
        item += length;
    }
    if (!found)
        report_error("no such workload", "for instance tcp_in, tcp_out, rr, udp_in_64, udp_out_1518",
                     "--workload %s", workload);
    return found;
}

static json_t *make_report(const struct profile_options *profile, const struct measured *measured,
                           const struct attribution *attribution)
{
    return json_pack("{s:s, s:s, s:s, s:I, s:I, s:f, s:s, s:O, s:o}", "driver", profile->name, "placement",
                     profile->placement, "workload", measured->name, "instructions",
                     (json_int_t)measured->instructions, "repeated", (json_int_t)measured->repeated,
                     "instructions_each", measured_cost(measured), "each",
                     measured->by_bytes ? "KiB of payload" : "operation", "servers", measured->shares,
                     "functions", attribution_functions(attribution));
}

static void print_table(const json_t *report, const char *output)
{
    const char *server;
    size_t index;
    json_t *share, *function;

    printf("\n  %s, placement %s, %s: %.0f instructions a %s\n\n",
           json_string_value(json_object_get(report, "driver")),
           json_string_value(json_object_get(report, "placement")),
           json_string_value(json_object_get(report, "workload")),
           json_number_value(json_object_get(report, "instructions_each")),
           json_string_value(json_object_get(report, "each")));
    json_object_foreach(json_object_get(report, "servers"), server, share)
        printf("  %6.2f %%  %s\n", 100 * json_number_value(share), server);
    printf("\n  %8s  %-12s %-34s %s\n", "", "server", "function", "file");
    json_array_foreach(json_object_get(report, "functions"), index, function) {
        if (index == TOP_FUNCTIONS)
            break;
        printf("  %6.2f %%  %-12s %-34s %s\n", 100 * json_number_value(json_object_get(function, "share")),
               json_string_value(json_object_get(function, "server")),
               json_string_value(json_object_get(function, "function")),
               json_string_value(json_object_get(function, "file")));
    }
    printf("\n  flame graph: %s\n", output);
}

static enum outcome write_graph(const struct profile_options *profile, const struct measured *measured,
                                const struct attribution *attribution, const char *output)
{
    char *title = format("%s, placement %s, %s: %.0f instructions a %s", profile->name, profile->placement,
                         measured->name, measured_cost(measured), measured->by_bytes ? "KiB" : "operation");
    char *graph = flame_graph(attribution, title);
    bool good = file_write(output, graph, strlen(graph)) == 0;

    if (!good)
        report_error(strerror(errno), NULL, "%s", output);
    free(graph);
    free(title);
    return good ? DONE : FAILED;
}

static enum outcome tell(const struct profile_options *profile, const struct measured *measured,
                         const struct attribution *attribution)
{
    char *output = profile->output ? format("%s", profile->output)
        : format("build/results/profile-%s-%s-%s.svg", profile->name, profile->placement, measured->name);
    enum outcome outcome = write_graph(profile, measured, attribution, output);
    json_t *report = make_report(profile, measured, attribution);

    if (!profile->common.json)
        print_table(report, output);
    if ((profile->common.json || profile->common.json_file)
        && !emit_json(json_incref(report), profile->common.json_file))
        outcome = FAILED;
    json_decref(report);
    free(output);
    return outcome;
}

static enum outcome run(const struct profile_options *profile, const struct guest *guest,
                        const char *item)
{
    struct trial trial;
    struct places places;
    struct attribution attribution;

    progress_step("%s, placement %s: %s", profile->name, profile->placement, item);
    enum outcome outcome = trial_run(guest, &(struct boot_task){ .list = item }, &trial);
    progress_clear();
    if (outcome != DONE)
        return outcome;
    if (guest_places(guest, trial.console, &places)) {
        attribution_make(&attribution, &trial.intervals.interval[trial.measured[0].interval], &places);
        outcome = tell(profile, &trial.measured[0], &attribution);
        attribution_free(&attribution);
        places_free(&places);
    } else {
        outcome = FAILED;
    }
    trial_free(&trial);
    return outcome;
}

static enum outcome profile_port(const struct profile_options *profile, const char *item)
{
    struct manifest manifest;
    struct guest guest;

    if (!manifest_load(&manifest, profile->name))
        return USAGE;
    enum outcome outcome = guest_ours(&guest, &manifest, profile->placement);
    if (outcome == DONE && profile->common.dry_run)
        outcome = trial_print(&guest, &(struct boot_task){ .list = item });
    else if (outcome == DONE && !trial_prepared())
        outcome = UNPREPARED;
    else if (outcome == DONE)
        outcome = run(profile, &guest, item);
    guest_free(&guest);
    manifest_free(&manifest);
    return outcome;
}

int verb_profile(int argc, char **argv)
{
    struct profile_options profile = { .placement = "kernel", .workload = "tcp_in" };
    enum outcome outcome = USAGE;

    if (argp_parse(&argp, argc, argv, 0, NULL, &profile) != 0)
        return USAGE;
    char *item = item_of(profile.workload);
    if (item)
        outcome = profile_port(&profile, item);
    free(item);
    free(profile.output);
    return outcome;
}
