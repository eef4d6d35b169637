/* SPDX-License-Identifier: GPL-2.0-only */
/* Strings and lists of names. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static void out_of_memory(void)
{
    fputs("error: slipway: out of memory\n", stderr);
    exit(3);
}

void *allocate(size_t size)
{
    return reallocate(NULL, size);
}

void *reallocate(void *memory, size_t size)
{
    void *result = realloc(memory, size ? size : 1);

    if (!result)
        out_of_memory();
    return result;
}

char *format_list(const char *format, va_list arguments)
{
    char *result;

    if (vasprintf(&result, format, arguments) < 0)
        out_of_memory();
    return result;
}

char *format(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    char *result = format_list(format, arguments);
    va_end(arguments);
    return result;
}

void names_add_part(struct names *names, const char *name, size_t length)
{
    char *copy = allocate(length + 1);

    memcpy(copy, name, length);
    copy[length] = 0;
    names->name = reallocate(names->name, (names->count + 2) * sizeof *names->name);
    names->name[names->count++] = copy;
    names->name[names->count] = NULL;
}

void names_add(struct names *names, const char *name)
{
    names_add_part(names, name, strlen(name));
}

void names_add_words(struct names *names, const char *text)
{
    static const char space[] = " \t\r\n";

    for (text += strspn(text, space); *text; text += strspn(text, space)) {
        size_t length = strcspn(text, space);
        names_add_part(names, text, length);
        text += length;
    }
}

bool names_contain(const struct names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->name[i], name) == 0)
            return true;
    return false;
}

static int compare(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

void names_sort(struct names *names)
{
    if (names->count)
        qsort(names->name, names->count, sizeof *names->name, compare);
}

void names_free(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->name[i]);
    free(names->name);
    *names = (struct names){ 0 };
}

const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), end_length = strlen(end);

    return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}
