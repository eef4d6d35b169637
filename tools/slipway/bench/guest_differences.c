/* SPDX-License-Identifier: GPL-2.0-only */
/* What differs between our system and Linux when they are measured. What a guest knows best it tells itself,
 * on its console; the rest is put together here. */
#include <stdlib.h>
#include <string.h>

#include "base/command.h"
#include "base/project.h"
#include "base/run.h"
#include "bench/guest.h"
#include "convert/linux_folder.h"

#define SEGMENTS "segments that follow one another"

static void set(json_t *facts, const char *name, char *text)
{
    json_object_set_new(facts, name, json_string(text));
    free(text);
}

/* "Slipway", and which state of it if it is a git repository. */
char *guest_slipway(void)
{
    struct command command = { .limit = 10 };
    struct result result;

    command_add_words(&command, "git rev-parse --short HEAD");
    bool known = command_run(&command, &result) == 0 && *result.output;
    char *name = known ? format("Slipway %.*s", (int)strcspn(result.output, "\n"), result.output)
        : format("Slipway");
    result_free(&result);
    command_free(&command);
    return name;
}

/* "8139too.c and mii.c of Linux 6.1.192 (linux-source-6.1), converted". */
static char *converted_from(const struct manifest *manifest)
{
    char *tree = format(SOURCES "/linux-%s", manifest->linux_version), *version = linux_folder_version(tree);
    char *files = format("%s", "");

    for (size_t i = 0; i < manifest->source_count; i++) {
        const char *between = i == 0 ? "" : i + 1 < manifest->source_count ? ", " : " and ";
        char *longer = format("%s%s%s", files, between, base_name(manifest->sources[i].file));
        free(files);
        files = longer;
    }
    char *text = format("%s of Linux %s (linux-source-%s), converted", files, version,
                        manifest->linux_version);
    free(files);
    free(version);
    free(tree);
    return text;
}

static json_t *facts_of_ours(const struct manifest *manifest)
{
    json_t *facts = json_object();

    set(facts, "driver's source", converted_from(manifest));
    set(facts, SEGMENTS, format("joined by TCP, those of one batch, and acknowledged once"));
    set(facts, "application", format("in the kernel's domain in every placement; called back with packets "
                                     "that are lent to it, sends by a copy"));
    set(facts, "TCP receive window", format("%u bytes", manifest->native.window));
    set(facts, "TCP send buffer", format("93440 bytes, 64 segments"));
    set(facts, "compiled", format("gcc -O2 -march=i686, the network's layers -O3, each server optimised as a "
                                  "whole"));
    set(facts, "mitigations", format("none"));
    return facts;
}

static json_t *facts_of_linux(const struct guest *guest)
{
    const struct manifest *manifest = guest->manifest;
    const char *module = manifest->native.module;
    json_t *facts = json_object();

    set(facts, "driver's source", format("Debian's module %s", module));
    if (linux_guest_coalesces(&guest->linux_guest))
        set(facts, SEGMENTS, format("joined by GRO: %s calls napi_gro_receive()", module));
    else
        set(facts, SEGMENTS, format("not joined: %s calls netif_receive_skb(), so there is no GRO", module));
    set(facts, "application", format("a process in user mode; a copy each way, by recv() and send()"));
    set(facts, "TCP receive window", format("%u bytes, told in units of its window scale",
                                            manifest->native.window));
    set(facts, "TCP send buffer", format("autotuned"));
    set(facts, "compiled", format("as Debian does"));
    return facts;
}

json_t *guest_describe(const struct guest *guest)
{
    const struct manifest *manifest = guest->manifest;
    json_t *quirks = json_array();

    if (!guest->is_linux) {
        char *system = guest_slipway();
        if (manifest->pci_quirk)
            json_array_append_new(quirks, json_sprintf("pci: %s", manifest->pci_quirk));
        json_t *ours = json_pack("{s:s, s:s, s:s, s:o, s:o}", "system", system, "driver", manifest->name,
                                 "stack", "lwIP, cut by layers", "quirks", quirks, "facts",
                                 facts_of_ours(manifest));
        free(system);
        return ours;
    }
    for (size_t i = 0; i < manifest->native.quirk_count; i++)
        json_array_append_new(quirks, json_string(manifest->native.quirks[i].why));
    return json_pack("{s:s, s:s, s:s, s:o, s:o}", "system", guest->linux_guest.package, "driver",
                     manifest->native.module, "stack", "Linux's own", "quirks", quirks, "facts",
                     facts_of_linux(guest));
}

/* "workload: fact NAME: TEXT". */
void guest_facts_told(json_t *facts, const char *console)
{
    static const char start[] = "workload: fact ";

    for (const char *line = console; *line; line += *line == '\n') {
        size_t length = strcspn(line, "\n");
        const char *name = line + strlen(start);
        const char *colon = starts_with(line, start) ? strstr(name, ": ") : NULL;
        if (colon && colon < line + length) {
            char *key = format("%.*s", (int)(colon - name), name);
            set(facts, key, format("%.*s", (int)strcspn(colon + 2, "\r\n"), colon + 2));
            free(key);
        }
        line += length;
    }
}
