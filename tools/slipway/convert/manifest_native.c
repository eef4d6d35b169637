/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading the key "native" of a manifest: what a port is measured against, and how. */
#include <stdlib.h>
#include <string.h>

#include "convert/manifest_reader.h"

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
        reader_keys(reader, key, value, known);
        char *find = reader_string(reader, value, key, "find", true);
        char *replace = reader_string(reader, value, key, "replace", true);
        quirk->why = reader_string(reader, value, key, "why", true);
        quirk->find = find ? read_bytes(find, &quirk->size) : NULL;
        quirk->replace = replace ? read_bytes(replace, &size) : NULL;
        if (find && replace && !(quirk->find && quirk->replace && quirk->size == size))
            reader_fault(reader, key, "expected \"find\" and \"replace\" as hexadecimal digits, as many");
        free(find);
        free(replace);
    } else {
        reader_fault(reader, key, "expected an object with \"find\", \"replace\" and \"why\"");
    }
    free(key);
}

/* "at_least" or "at_most", one of them, a number. */
static void read_limit(struct reader *reader, json_t *value, const char *key, struct native_target *target)
{
    json_t *least = json_object_get(value, "at_least"), *most = json_object_get(value, "at_most");

    target->at_least = least != NULL;
    target->limit = json_number_value(least ? least : most);
    if ((least && most) || !json_is_number(least ? least : most) || target->limit <= 0)
        reader_fault(reader, key, "expected either \"at_least\" or \"at_most\", a number above 0");
}

static void read_target(struct reader *reader, json_t *value, size_t index, struct native_target *target)
{
    static const char *const known[] = { "placement", "ratio", "at_least", "at_most", NULL };
    char *key = format("native.targets[%zu]", index);

    if (json_is_object(value)) {
        reader_keys(reader, key, value, known);
        target->placement = reader_string(reader, value, key, "placement", true);
        target->ratio = reader_string(reader, value, key, "ratio", true);
        if (target->ratio && strcmp(target->ratio, "throughput") && strcmp(target->ratio, "instructions")
            && strcmp(target->ratio, "load")) {
            char *full = format("%s.ratio", key);
            reader_fault(reader, full, "expected \"throughput\", \"instructions\" or \"load\"");
            free(full);
        }
        read_limit(reader, value, key, target);
    } else {
        reader_fault(reader, key, "expected an object with \"placement\", \"ratio\" and a limit");
    }
    free(key);
}

static void read_targets(struct reader *reader, json_t *object, struct manifest_native *native)
{
    json_t *targets = json_object_get(object, "targets"), *value;
    size_t i;

    if (targets && !json_is_array(targets))
        reader_fault(reader, "native.targets", "expected an array of objects");
    native->targets = allocate(json_array_size(targets) * sizeof *native->targets);
    json_array_foreach(targets, i, value) {
        native->targets[i] = (struct native_target){ 0 };
        native->target_count = i + 1;
        read_target(reader, value, i, &native->targets[i]);
    }
}

/* Names of modules and of QEMU's models become parts of paths and of command lines. */
static bool is_plain_name(const char *name)
{
    return !name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")];
}

static char *read_plain_name(struct reader *reader, json_t *object, const char *key, const char *name)
{
    char *text = reader_string(reader, object, key, name, true);

    if (text && !is_plain_name(text)) {
        char *full = format("%s.%s", key, name);
        reader_fault(reader, full, "expected a name of letters, digits, - and _");
        free(full);
    }
    return text;
}

void manifest_native_read(struct reader *reader, json_t *root, struct manifest_native *native)
{
    static const char *const known[] = { "module", "device", "quirks", "window", "grant", "mbit", "targets",
                                         NULL };
    /* The windows that our TCP server takes, and what 100 Mbit/s Ethernet carries of TCP's payload. */
    static const struct reader_range window = { 2920, 256960, 29200 }, grant = { 1, 4096, 12 },
                                     mbit = { 1, 100000, 95 };
    json_t *object = json_object_get(root, "native"), *quirks = json_object_get(object, "quirks"), *value;
    size_t i;

    native->window = reader_number(reader, object, "native", "window", &window);
    native->grant = reader_number(reader, object, "native", "grant", &grant);
    native->mbit = reader_number(reader, object, "native", "mbit", &mbit);
    if (!object)
        return;
    if (!json_is_object(object)) {
        reader_fault(reader, "native", "expected an object with \"module\" and \"device\"");
        return;
    }
    reader_keys(reader, "native", object, known);
    native->module = read_plain_name(reader, object, "native", "module");
    native->device = read_plain_name(reader, object, "native", "device");
    if (quirks && !json_is_array(quirks))
        reader_fault(reader, "native.quirks", "expected an array of objects");
    native->quirks = allocate(json_array_size(quirks) * sizeof *native->quirks);
    json_array_foreach(quirks, i, value) {
        native->quirks[i] = (struct native_quirk){ 0 };
        native->quirk_count = i + 1;
        read_quirk(reader, value, i, &native->quirks[i]);
    }
    read_targets(reader, object, native);
}

void manifest_native_free(struct manifest_native *native)
{
    free(native->module);
    free(native->device);
    for (size_t i = 0; i < native->quirk_count; i++) {
        free(native->quirks[i].find);
        free(native->quirks[i].replace);
        free(native->quirks[i].why);
    }
    free(native->quirks);
    for (size_t i = 0; i < native->target_count; i++) {
        free(native->targets[i].placement);
        free(native->targets[i].ratio);
    }
    free(native->targets);
}

