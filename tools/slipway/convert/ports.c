/* SPDX-License-Identifier: GPL-2.0-only */
/* `slipway ports`: which ports there are, and of what each is made. make asks it too: nothing but this tool reads
 * manifests. */
#include <ctype.h>
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "base/options.h"
#include "convert/manifest.h"
#include "slipway.h"

struct ports_options {
    struct common_options common;
    bool make;
};

static const struct argp_option options[] = {
    { "make", 'm', NULL, 0, "Print assignments for make: NAME_linux, the sources below Linux's root; NAME_defines; "
      "NAME_stubs, `stubs` if the manifest declares any", 0 },
    { 0 }
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct ports_options *ports = state->input;

    (void)argument;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &ports->common;
        return 0;
    case 'm':
        ports->make = true;
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "%s: it takes no argument", argument);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = common_children,
    .doc = "Lists the ports, by their manifests ported/NAME/manifest.json: Linux's version, PCI ids, sources."
           "\vExit status: 0 all manifests were read; 1 one is wrong.",
};

/* Whether make and the shell that it starts take it for what it is. */
static bool is_plain(const char *text)
{
    for (; *text; text++)
        if (!isalnum((unsigned char)*text) && !strchr("_-+./,=", *text))
            return false;
    return true;
}

static bool check_plain(const char *name, const char *key, size_t index, const char *text)
{
    if (is_plain(text))
        return true;
    report_error("make cannot be given this name", "letters, digits and any of _-+./,= are possible",
                 "ported/%s/manifest.json: %s[%zu]: `%s`", name, key, index, text);
    return false;
}

static bool check_names(const struct manifest *manifest)
{
    bool good = check_plain(manifest->name, "name", 0, manifest->name);

    for (size_t i = 0; i < manifest->source_count; i++)
        good &= check_plain(manifest->name, "sources", i, manifest->sources[i].file);
    for (size_t i = 0; i < manifest->defines.count; i++)
        good &= check_plain(manifest->name, "defines", i, manifest->defines.name[i]);
    return good;
}

static void print_make(const struct manifest *manifest)
{
    printf("%s_linux :=", manifest->name);
    for (size_t i = 0; i < manifest->source_count; i++)
        printf(" %s", manifest->sources[i].file);
    printf("\n%s_defines :=", manifest->name);
    for (size_t i = 0; i < manifest->defines.count; i++)
        printf(" %s", manifest->defines.name[i]);
    printf("\n%s_stubs :=%s\n", manifest->name, manifest->stub_count ? " stubs" : "");
}

static void print_port(const struct manifest *manifest)
{
    printf("%-16s Linux %-6s", manifest->name, manifest->linux_version);
    for (size_t i = 0; i < manifest->ids.count; i++)
        printf(" %s", manifest->ids.name[i]);
    for (size_t i = 0; i < manifest->source_count; i++)
        printf("\n    %s", manifest->sources[i].file);
    putchar('\n');
}

static json_t *names_json(const struct names *names)
{
    json_t *list = json_array();

    for (size_t i = 0; i < names->count; i++)
        json_array_append_new(list, json_string(names->name[i]));
    return list;
}

static json_t *port_json(const struct manifest *manifest)
{
    json_t *sources = json_array(), *stubs = json_array();

    for (size_t i = 0; i < manifest->source_count; i++)
        json_array_append_new(sources, json_string(manifest->sources[i].file));
    for (size_t i = 0; i < manifest->stub_count; i++)
        json_array_append_new(stubs, json_string(manifest->stubs[i].symbol));
    return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o}", "port", manifest->name, "linux", manifest->linux_version,
                     "ids", names_json(&manifest->ids), "sources", sources, "defines",
                     names_json(&manifest->defines), "stubs", stubs);
}

/* Reads one manifest and tells of it, or reports what is wrong. */
static bool tell(const struct ports_options *ports, const char *path, json_t *list)
{
    struct manifest manifest;
    char *name = format("%.*s", (int)(strlen(path) - strlen("ported//manifest.json")), path + strlen("ported/"));
    bool good = manifest_load(&manifest, name);

    if (good) {
        good = !ports->make || check_names(&manifest);
        if (good && ports->make)
            print_make(&manifest);
        else if (good && !ports->common.json)
            print_port(&manifest);
        json_array_append_new(list, port_json(&manifest));
        manifest_free(&manifest);
    }
    free(name);
    return good;
}

int verb_ports(int argc, char **argv)
{
    struct ports_options ports = { .make = false };
    json_t *list = json_array();
    bool good = true;
    glob_t found;

    if (argp_parse(&argp, argc, argv, 0, NULL, &ports) != 0)
        return USAGE;
    if (glob("ported/*/manifest.json", 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++)
            if (ports.common.dry_run)
                printf("cat %s\n", found.gl_pathv[i]);
            else
                good &= tell(&ports, found.gl_pathv[i], list);
    }
    globfree(&found);
    if (!ports.common.dry_run && (ports.common.json || ports.common.json_file))
        good &= emit_json(json_incref(list), ports.common.json_file);
    json_decref(list);
    return good ? DONE : FAILED;
}
