/* SPDX-License-Identifier: GPL-2.0-only */
/* Our system as a guest that runs workloads: its description, made of the template. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/command.h"
#include "base/files.h"
#include "base/message.h"
#include "base/options.h"
#include "bench/our_guest.h"
#include "plan.h"

/* The lines `run ITEM` of the workload server's settings; null, after a message, for a faulty list. */
static char *run_lines(const char *list)
{
    struct workload workload;
    const char *rest = list, *reason;
    char *lines = format("%s", "");
    int found;

    while ((found = plan_next(&rest, &workload, &reason)) == 1) {
        char *longer = format("%s%s    run %s", lines, *lines ? "\n" : "", workload.text);
        free(lines);
        lines = longer;
    }
    if (found == 0 && *lines)
        return lines;
    report_error(found == 0 ? "expected at least one workload" : reason,
                 "tools/bench/workload/plan.h describes the list", "workloads: %s", rest);
    free(lines);
    return NULL;
}

/* `text` with each `mark` replaced; frees `text`. */
static char *replace(char *text, const char *mark, const char *value)
{
    char *at;

    while ((at = strstr(text, mark))) {
        char *longer = format("%.*s%s%s", (int)(at - text), text, value, at + strlen(mark));
        free(text);
        text = longer;
    }
    return text;
}

static char *describe(const struct manifest *manifest, unsigned port, const char *runs)
{
    char *text = file_read(NETWORK_TEMPLATE, NULL);
    char *number = format("%u", port), *window = format("%u", manifest->native.window);
    char *grant = format("%u", manifest->native.grant);
    char *quirk = manifest->pci_quirk ? format("    quirk %s", manifest->pci_quirk) : format("%s", "");

    if (text) {
        text = replace(text, "@SERVER@", manifest->name);
        text = replace(text, "@ID@", manifest->ids.name[0]);
        text = replace(text, "@QUIRK@", quirk);
        text = replace(text, "@PORT@", number);
        text = replace(text, "@WINDOW@", window);
        text = replace(text, "@GRANT@", grant);
        text = replace(text, "@RUN@", runs);
    } else {
        report_error(strerror(errno), NULL, NETWORK_TEMPLATE);
    }
    free(number);
    free(window);
    free(grant);
    free(quirk);
    return text;
}

enum outcome our_guest_plan(struct our_guest *guest, const struct manifest *manifest, const char *placement,
                            unsigned port, const char *list, bool map)
{
    char *runs = run_lines(list);

    *guest = (struct our_guest){ 0 };
    if (!runs)
        return USAGE;
    if (!manifest->native.module || manifest->ids.count == 0) {
        report_error("the port names no native counterpart and no card", "see tools/slipway/convert/manifest.h",
                     "ported/%s/manifest.json: native", manifest->name);
        free(runs);
        return USAGE;
    }
    guest->path = format("build/images/network-%s.system", manifest->name);
    guest->description = describe(manifest, port, runs);
    free(runs);
    if (!guest->description)
        return FAILED;
    enum outcome outcome = image_plan_text(&guest->image, guest->path, guest->description, placement);
    guest->image.map = map ? NETWORK_TEMPLATE : NULL;
    return outcome;
}

enum outcome our_guest_write(const struct our_guest *guest)
{
    if (file_write(guest->path, guest->description, strlen(guest->description)) == 0)
        return image_write_choices(&guest->image);
    report_error(strerror(errno), NULL, "%s", guest->path);
    return FAILED;
}

void our_guest_command(const struct our_guest *guest, const struct qemu_machine *machine, struct command *command)
{
    qemu_command(machine, command);
    image_boots(&guest->image, command);
}

void our_guest_describe(const struct our_guest *guest)
{
    printf("# writes %s, made of " NETWORK_TEMPLATE "\n", guest->path);
    image_print_choices(&guest->image);
}

void our_guest_free(struct our_guest *guest)
{
    free(guest->path);
    free(guest->description);
    if (guest->image.path)
        image_free(&guest->image);
}
