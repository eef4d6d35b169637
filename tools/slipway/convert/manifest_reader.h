/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading the values of a manifest: what the files that read its parts share. A fault is told with file,
 * key and what was expected, and does not end the reading. */
#ifndef SLIPWAY_CONVERT_MANIFEST_READER_H
#define SLIPWAY_CONVERT_MANIFEST_READER_H

#include <jansson.h>

#include "convert/manifest.h"

/* What messages call the file, and whether all was right so far. */
struct reader {
    const char *place;
    bool good;
};

/* The hint of each message: where the format is described. */
extern const char reader_help[];

/* `key` may name a place inside ("sources[0].file"). */
void reader_fault(struct reader *reader, const char *key, const char *what);

/* Refuses keys of `object` that are not among `known`, which end with a null. */
void reader_keys(struct reader *reader, const char *key, json_t *object, const char *const known[]);

/* A string; null, after a message, if it is missing (and `required`) or something else. */
char *reader_string(struct reader *reader, json_t *object, const char *key, const char *name, bool required);

/* An array of strings that are not empty. */
void reader_names(struct reader *reader, json_t *object, const char *key, const char *name, bool required,
                  struct names *names);

/* An optional number. */
struct reader_range {
    unsigned minimum, maximum, otherwise;       /* the last is what it is if it is not said */
};
unsigned reader_number(struct reader *reader, json_t *object, const char *key, const char *name,
                       const struct reader_range *range);

/* The key "native" of a manifest, and what it allocated (manifest_native.c). */
void manifest_native_read(struct reader *reader, json_t *root, struct manifest_native *native);
void manifest_native_free(struct manifest_native *native);

#endif
