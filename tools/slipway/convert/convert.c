/* SPDX-License-Identifier: GPL-2.0-only */
/* `slipway convert`: from Linux's source to a converted one, and the list of what is missing. */
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "base/options.h"
#include "base/programs.h"
#include "base/progress.h"
#include "convert/convert.h"
#include "convert/history.h"
#include "convert/reuse.h"
#include "slipway.h"

struct convert_options {
    struct common_options common;
    struct names ports, files;
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct convert_options *convert = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &convert->common;
        return 0;
    case ARGP_KEY_ARG:
        names_add(ends_with(argument, ".c") ? &convert->files : &convert->ports, argument);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .parser = parse,
    .children = common_children,
    .args_doc = "[PORT | FILE.c ...]",
    .doc = "Converts a port (a folder of ported/), or C files of Linux's, given by a path here or below "
           "Linux's root, with semantic-patches/. Several files are converted together, as parts of one "
           "driver. Without an argument converts all ports."
           "\vThe result is kept in build/convert/PORT/ or build/convert/FILE.c/ (of several files, the "
           "first): the source as it was (pristine), the result (converted), each patch's result (steps), a "
           "git repository with a commit a patch (history), and, if nothing is missing, the report as JSON "
           "(report.json). The result is compiled against linuxcompat, and every name that it uses and that "
           "linuxcompat lacks is listed with the file of Linux's that defines it.\n\n"
           "Exit status: 0 converted, and nothing is missing; 1 something is missing (the converted file is "
           "kept) or a patch did not do what it must; 2 wrong usage; 3 the sources or a tool are not there.",
};

/* Faults that spatch passes over in silence, and that can be seen in the patches alone. */
static bool check_patches(const struct conversion *conversion)
{
    size_t size;
    char *text = conversion_text(conversion, &size);
    bool good = true;

    for (size_t i = 0; i < conversion->patches.count; i++)
        good &= patch_check(&conversion->patches.patch[i], &conversion->index, text, size);
    free(text);
    return good;
}

static bool count_files(struct converted *converted)
{
    const struct conversion *conversion = converted->conversion;
    bool good = true;

    for (size_t i = 0; i < conversion->file_count; i++)
        good &= reuse_of_file(conversion, &conversion->files[i], &converted->files[i].counts,
                              &converted->files[i].authors);
    return good;
}

static int dry_run(struct conversion *conversion)
{
    struct gaps gaps;
    bool good = true;

    conversion_apply(conversion, true);
    conversion_settled(conversion, true);
    return gaps_find(&gaps, conversion, true, &good);
}

/* Each step goes on from whatever the one before made, so that all faults show at once. */
static int convert(struct conversion *conversion, const struct common_options *options)
{
    struct converted converted = { .conversion = conversion };
    bool good = check_patches(conversion);

    if (options->dry_run)
        return dry_run(conversion);
    if (!programs_found("spatch git make"))
        return UNPREPARED;
    if (!conversion_begin(conversion))
        return FAILED;
    converted.files = allocate(conversion->file_count * sizeof *converted.files);
    memset(converted.files, 0, conversion->file_count * sizeof *converted.files);
    bool applied = conversion_apply(conversion, false);
    good &= applied && conversion_settled(conversion, false);
    good &= find_leftovers(&converted);
    good &= count_files(&converted);
    int outcome = gaps_find(&converted.gaps, conversion, false, &good);

    good &= outcome == DONE && !converted.gaps.count;
    if (good) {
        char *report = format("%s/report.json", conversion->folder);
        good = emit_json(convert_report_json(&converted), report);
        free(report);
    }
    if (options->json || options->json_file)
        good &= emit_json(convert_report_json(&converted), options->json_file);
    if (!options->json)
        convert_report_print(&converted);
    return outcome != DONE ? outcome : good ? DONE : FAILED;
}

static void add_all_ports(struct names *ports)
{
    glob_t found;

    if (glob("ported/*/manifest.json", 0, NULL, &found) != 0)
        return;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        char *folder = format("%.*s", (int)(strlen(found.gl_pathv[i]) - strlen("/manifest.json")),
                              found.gl_pathv[i]);
        names_add(ports, base_name(folder));
        free(folder);
    }
    globfree(&found);
}

int verb_convert(int argc, char **argv)
{
    struct convert_options options = { 0 };
    struct conversion conversion;
    int worst = DONE;

    argp_parse(&argp, argc, argv, 0, NULL, &options);
    history_isolate();
    if (!options.ports.count && !options.files.count)
        add_all_ports(&options.ports);
    if (options.common.json_file && options.ports.count + (options.files.count > 0) > 1) {
        report_error("one file cannot take the reports of several conversions", "name one port", "--json=%s",
                     options.common.json_file);
        return USAGE;
    }
    for (size_t i = 0; i < options.ports.count; i++) {
        int outcome = conversion_of_port(&conversion, options.ports.name[i]);
        if (outcome == DONE)
            outcome = convert(&conversion, &options.common);
        worst = outcome > worst ? outcome : worst;
    }
    if (options.files.count) {
        int outcome = conversion_of_files(&conversion, options.files.name, options.files.count);
        if (outcome == DONE)
            outcome = convert(&conversion, &options.common);
        worst = outcome > worst ? outcome : worst;
    }
    return worst;
}
