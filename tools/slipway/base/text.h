/* SPDX-License-Identifier: GPL-2.0-only */
/* Strings and lists of names. Nothing here returns when memory is short: the
 * tool says so and exits. */
#ifndef SLIPWAY_BASE_TEXT_H
#define SLIPWAY_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* A printf into new memory, which the caller frees. */
char *format(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *format_list(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));

/* malloc and realloc that do not fail. `size` is in bytes. */
void *allocate(size_t size);
void *reallocate(void *memory, size_t size);

/* A growing list of strings that it owns, with a null after the last. */
struct names {
    char **name;
    size_t count;
};

/* Appends a copy of `name`. */
void names_add(struct names *names, const char *name);
/* Appends a copy of the `length` bytes at `name`. */
void names_add_part(struct names *names, const char *name, size_t length);
/* Appends the words of `text`, which white space separates. */
void names_add_words(struct names *names, const char *text);
bool names_contain(const struct names *names, const char *name);
/* Sorts by byte value. */
void names_sort(struct names *names);
void names_free(struct names *names);

/* Where a path's last component begins. */
const char *base_name(const char *path);
bool ends_with(const char *text, const char *end);
bool starts_with(const char *text, const char *start);

#endif
