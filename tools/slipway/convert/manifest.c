/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading the manifest of a port. It is written by hand, so every fault is told with its
 * file, key and what was expected there, all faults at once. */
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/message.h"
#include "convert/manifest.h"
#include "convert/manifest_reader.h"

/* Paths are joined to folders of ours, so they must stay below them. */
static bool is_inner_path(const char *path)
{
    return path[0] != '/' && !strstr(path, "..") && ends_with(path, ".c");
}

static void read_source(struct reader *reader, json_t *value, size_t index, struct manifest_source *source)
{
    static const char *const known[] = { "file", "essential", NULL };
    char *key = format("sources[%zu]", index);

    if (json_is_object(value)) {
        reader_keys(reader, key, value, known);
        source->file = reader_string(reader, value, key, "file", true);
        if (source->file && !is_inner_path(source->file)) {
            char *full = format("%s.file", key);
            reader_fault(reader, full, "expected the path of a .c file below Linux's root");
            free(full);
        }
        reader_names(reader, value, key, "essential", true, &source->essential);
    } else {
        reader_fault(reader, key, "expected an object with \"file\" and \"essential\"");
    }
    free(key);
}

static bool is_c_name(const char *name)
{
    return *name && (*name < '0' || *name > '9') &&
        !name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")];
}

static void read_policy(struct reader *reader, const char *key, const char *policy,
                        struct manifest_stub *stub)
{
    if (strcmp(policy, "no-op") == 0) {
        stub->policy = STUB_NO_OP;
    } else if (strcmp(policy, "stop") == 0) {
        stub->policy = STUB_STOP;
    } else if (starts_with(policy, "error E") && is_c_name(policy + 6)) {
        stub->policy = STUB_ERROR;
        stub->error = format("%s", policy + 6);
    } else {
        char *full = format("%s.policy", key);
        reader_fault(reader, full, "expected \"error ERRNO\", \"no-op\" or \"stop\"");
        free(full);
    }
}

static void read_stub(struct reader *reader, json_t *value, size_t index, struct manifest_stub *stub)
{
    static const char *const known[] = { "symbol", "declaration", "policy", "why", NULL };
    char *key = format("stubs[%zu]", index);

    if (json_is_object(value)) {
        reader_keys(reader, key, value, known);
        stub->symbol = reader_string(reader, value, key, "symbol", true);
        if (stub->symbol && !is_c_name(stub->symbol)) {
            char *full = format("%s.symbol", key);
            reader_fault(reader, full, "expected the name of a C function");
            free(full);
        }
        stub->declaration = reader_string(reader, value, key, "declaration", false);
        stub->why = reader_string(reader, value, key, "why", true);
        char *policy = reader_string(reader, value, key, "policy", true);
        if (policy)
            read_policy(reader, key, policy, stub);
        free(policy);
    } else {
        reader_fault(reader, key, "expected an object with \"symbol\", \"policy\" and \"why\"");
    }
    free(key);
}

static void read_sources(struct reader *reader, json_t *root, struct manifest *manifest)
{
    json_t *sources = json_object_get(root, "sources"), *value;
    size_t i;

    if (json_array_size(sources) == 0)
        reader_fault(reader, "sources", "expected an array with at least one source");
    manifest->sources = allocate(json_array_size(sources) * sizeof *manifest->sources);
    json_array_foreach(sources, i, value) {
        manifest->sources[i] = (struct manifest_source){ 0 };
        manifest->source_count = i + 1;
        read_source(reader, value, i, &manifest->sources[i]);
    }
}

static void read_stubs(struct reader *reader, json_t *root, struct manifest *manifest)
{
    json_t *stubs = json_object_get(root, "stubs"), *value;
    size_t i;

    if (stubs && !json_is_array(stubs))
        reader_fault(reader, "stubs", "expected an array of objects");
    manifest->stubs = allocate(json_array_size(stubs) * sizeof *manifest->stubs);
    json_array_foreach(stubs, i, value) {
        manifest->stubs[i] = (struct manifest_stub){ 0 };
        manifest->stub_count = i + 1;
        read_stub(reader, value, i, &manifest->stubs[i]);
    }
}

bool manifest_parse(struct manifest *manifest, const char *text, size_t size, const char *place,
                    const char *name)
{
    static const char *const known[] = { "name", "linux", "ids", "sources", "defines", "stubs",
                                         "pci_quirk", "native", NULL };
    struct reader reader = { .place = place, .good = true };
    json_error_t error;
    json_t *root = json_loadb(text, size, JSON_REJECT_DUPLICATES, &error);

    *manifest = (struct manifest){ 0 };
    if (!json_is_object(root)) {
        if (root)
            report_error("expected an object", reader_help, "%s", place);
        else
            report_error(error.text, reader_help, "%s:%d:%d", place, error.line, error.column);
        json_decref(root);
        return false;
    }
    reader_keys(&reader, "", root, known);
    manifest->name = reader_string(&reader, root, "", "name", true);
    if (manifest->name && strcmp(manifest->name, name) != 0)
        reader_fault(&reader, "name", "expected the name of the folder that the manifest stands in");
    manifest->linux_version = reader_string(&reader, root, "", "linux", true);
    if (manifest->linux_version && strchr(manifest->linux_version, '/'))
        reader_fault(&reader, "linux", "expected a version such as \"6.1\"");
    reader_names(&reader, root, "", "ids", true, &manifest->ids);
    read_sources(&reader, root, manifest);
    reader_names(&reader, root, "", "defines", false, &manifest->defines);
    read_stubs(&reader, root, manifest);
    manifest->pci_quirk = reader_string(&reader, root, "", "pci_quirk", false);
    manifest_native_read(&reader, root, &manifest->native);
    json_decref(root);
    if (!reader.good)
        manifest_free(manifest);
    return reader.good;
}

bool manifest_load(struct manifest *manifest, const char *name)
{
    char *path = format("ported/%s/manifest.json", name);
    size_t size;
    char *text = file_read(path, &size);
    bool good = false;

    *manifest = (struct manifest){ 0 };
    if (text)
        good = manifest_parse(manifest, text, size, path, name);
    else
        report_error(strerror(errno), NULL, "%s", path);
    free(text);
    free(path);
    return good;
}

void manifest_free(struct manifest *manifest)
{
    free(manifest->name);
    free(manifest->linux_version);
    names_free(&manifest->ids);
    names_free(&manifest->defines);
    for (size_t i = 0; i < manifest->source_count; i++) {
        free(manifest->sources[i].file);
        names_free(&manifest->sources[i].essential);
    }
    free(manifest->sources);
    for (size_t i = 0; i < manifest->stub_count; i++) {
        free(manifest->stubs[i].symbol);
        free(manifest->stubs[i].declaration);
        free(manifest->stubs[i].error);
        free(manifest->stubs[i].why);
    }
    free(manifest->stubs);
    free(manifest->pci_quirk);
    manifest_native_free(&manifest->native);
    *manifest = (struct manifest){ 0 };
}
