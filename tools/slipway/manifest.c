/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading the manifest of a port. It is written by hand, so every fault is told with its
 * file, key and what was expected there, all faults at once. */
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "manifest.h"
#include "message.h"

static const char help[] = "tools/slipway/manifest.h describes the format";

/* Where a value stands, for messages. */
struct reader {
    const char *place;
    bool good;
};

/* `key` may name a place inside ("sources[0].file"). */
static void fault(struct reader *reader, const char *key, const char *what)
{
    report_error(what, help, "%s: %s", reader->place, key);
    reader->good = false;
}

/* Refuses keys that are not among `known`, which end with a null. */
static void check_keys(struct reader *reader, const char *key, json_t *object, const char *const known[])
{
    const char *name;
    json_t *value;

    json_object_foreach(object, name, value) {
        bool found = false;
        for (size_t i = 0; known[i] && !found; i++)
            found = strcmp(known[i], name) == 0;
        if (!found) {
            char *full = format("%s%s%s", key, *key ? "." : "", name);
            fault(reader, full, "no such key");
            free(full);
        }
    }
}

/* A string; null, after a message, if it is missing (and `required`) or something else. */
static char *read_string(struct reader *reader, json_t *object, const char *key, const char *name,
                         bool required)
{
    json_t *value = json_object_get(object, name);
    char *full = format("%s%s%s", key, *key ? "." : "", name);
    char *result = NULL;

    if (json_is_string(value) && *json_string_value(value))
        result = format("%s", json_string_value(value));
    else if (value || required)
        fault(reader, full, "expected a string that is not empty");
    free(full);
    return result;
}

/* An array of strings that are not empty. */
static void read_names(struct reader *reader, json_t *object, const char *key, const char *name,
                       bool required, struct names *names)
{
    json_t *value = json_object_get(object, name), *element;
    char *full = format("%s%s%s", key, *key ? "." : "", name);
    size_t i;

    if (value ? !json_is_array(value) : required)
        fault(reader, full, "expected an array of strings");
    json_array_foreach(value, i, element) {
        if (json_is_string(element) && *json_string_value(element))
            names_add(names, json_string_value(element));
        else
            fault(reader, full, "expected an array of strings that are not empty");
    }
    free(full);
}

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
        check_keys(reader, key, value, known);
        source->file = read_string(reader, value, key, "file", true);
        if (source->file && !is_inner_path(source->file)) {
            char *full = format("%s.file", key);
            fault(reader, full, "expected the path of a .c file below Linux's root");
            free(full);
        }
        read_names(reader, value, key, "essential", true, &source->essential);
    } else {
        fault(reader, key, "expected an object with \"file\" and \"essential\"");
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
        fault(reader, full, "expected \"error ERRNO\", \"no-op\" or \"stop\"");
        free(full);
    }
}

static void read_stub(struct reader *reader, json_t *value, size_t index, struct manifest_stub *stub)
{
    static const char *const known[] = { "symbol", "declaration", "policy", "why", NULL };
    char *key = format("stubs[%zu]", index);

    if (json_is_object(value)) {
        check_keys(reader, key, value, known);
        stub->symbol = read_string(reader, value, key, "symbol", true);
        if (stub->symbol && !is_c_name(stub->symbol)) {
            char *full = format("%s.symbol", key);
            fault(reader, full, "expected the name of a C function");
            free(full);
        }
        stub->declaration = read_string(reader, value, key, "declaration", false);
        stub->why = read_string(reader, value, key, "why", true);
        char *policy = read_string(reader, value, key, "policy", true);
        if (policy)
            read_policy(reader, key, policy, stub);
        free(policy);
    } else {
        fault(reader, key, "expected an object with \"symbol\", \"policy\" and \"why\"");
    }
    free(key);
}

static void read_sources(struct reader *reader, json_t *root, struct manifest *manifest)
{
    json_t *sources = json_object_get(root, "sources"), *value;
    size_t i;

    if (json_array_size(sources) == 0)
        fault(reader, "sources", "expected an array with at least one source");
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
        fault(reader, "stubs", "expected an array of objects");
    manifest->stubs = allocate(json_array_size(stubs) * sizeof *manifest->stubs);
    json_array_foreach(stubs, i, value) {
        manifest->stubs[i] = (struct manifest_stub){ 0 };
        manifest->stub_count = i + 1;
        read_stub(reader, value, i, &manifest->stubs[i]);
    }
}

/* Bytes written as pairs of hexadecimal digits. Null if that is not what `text` is. */
static unsigned char *read_bytes(const char *text, size_t *size)
{
    size_t digits = strspn(text, "0123456789abcdef");

    *size = digits / 2;
    if (digits == 0 || digits % 2 || text[digits])
        return NULL;
    unsigned char *bytes = allocate(*size);
    for (size_t i = 0; i < *size; i++) {
        char pair[] = { text[2 * i], text[2 * i + 1], 0 };
        bytes[i] = (unsigned char)strtoul(pair, NULL, 16);
    }
    return bytes;
}

static void read_quirk(struct reader *reader, json_t *value, size_t index, struct native_quirk *quirk)
{
    static const char *const known[] = { "find", "replace", "why", NULL };
    char *key = format("native.quirks[%zu]", index);
    size_t size = 0;

    if (json_is_object(value)) {
        check_keys(reader, key, value, known);
        char *find = read_string(reader, value, key, "find", true);
        char *replace = read_string(reader, value, key, "replace", true);
        quirk->why = read_string(reader, value, key, "why", true);
        quirk->find = find ? read_bytes(find, &quirk->size) : NULL;
        quirk->replace = replace ? read_bytes(replace, &size) : NULL;
        if (find && replace && !(quirk->find && quirk->replace && quirk->size == size))
            fault(reader, key, "expected \"find\" and \"replace\" as hexadecimal digits, as many");
        free(find);
        free(replace);
    } else {
        fault(reader, key, "expected an object with \"find\", \"replace\" and \"why\"");
    }
    free(key);
}

/* Names of modules and of QEMU's models become parts of paths and of command lines. */
static bool is_plain_name(const char *name)
{
    return !name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")];
}

static char *read_plain_name(struct reader *reader, json_t *object, const char *key, const char *name)
{
    char *text = read_string(reader, object, key, name, true);

    if (text && !is_plain_name(text)) {
        char *full = format("%s.%s", key, name);
        fault(reader, full, "expected a name of letters, digits, - and _");
        free(full);
    }
    return text;
}

static void read_native(struct reader *reader, json_t *root, struct manifest_native *native)
{
    static const char *const known[] = { "module", "device", "quirks", NULL };
    json_t *object = json_object_get(root, "native"), *quirks = json_object_get(object, "quirks"), *value;
    size_t i;

    if (!object)
        return;
    if (!json_is_object(object)) {
        fault(reader, "native", "expected an object with \"module\" and \"device\"");
        return;
    }
    check_keys(reader, "native", object, known);
    native->module = read_plain_name(reader, object, "native", "module");
    native->device = read_plain_name(reader, object, "native", "device");
    if (quirks && !json_is_array(quirks))
        fault(reader, "native.quirks", "expected an array of objects");
    native->quirks = allocate(json_array_size(quirks) * sizeof *native->quirks);
    json_array_foreach(quirks, i, value) {
        native->quirks[i] = (struct native_quirk){ 0 };
        native->quirk_count = i + 1;
        read_quirk(reader, value, i, &native->quirks[i]);
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
            report_error("expected an object", help, "%s", place);
        else
            report_error(error.text, help, "%s:%d:%d", place, error.line, error.column);
        json_decref(root);
        return false;
    }
    check_keys(&reader, "", root, known);
    manifest->name = read_string(&reader, root, "", "name", true);
    if (manifest->name && strcmp(manifest->name, name) != 0)
        fault(&reader, "name", "expected the name of the folder that the manifest stands in");
    manifest->linux_version = read_string(&reader, root, "", "linux", true);
    if (manifest->linux_version && strchr(manifest->linux_version, '/'))
        fault(&reader, "linux", "expected a version such as \"6.1\"");
    read_names(&reader, root, "", "ids", true, &manifest->ids);
    read_sources(&reader, root, manifest);
    read_names(&reader, root, "", "defines", false, &manifest->defines);
    read_stubs(&reader, root, manifest);
    manifest->pci_quirk = read_string(&reader, root, "", "pci_quirk", false);
    read_native(&reader, root, &manifest->native);
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

static void native_free(struct manifest_native *native)
{
    free(native->module);
    free(native->device);
    for (size_t i = 0; i < native->quirk_count; i++) {
        free(native->quirks[i].find);
        free(native->quirks[i].replace);
        free(native->quirks[i].why);
    }
    free(native->quirks);
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
    native_free(&manifest->native);
    *manifest = (struct manifest){ 0 };
}
