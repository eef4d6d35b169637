/* SPDX-License-Identifier: GPL-2.0-only */
/* The arena, and reading of files. */
#include "model.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>

struct chunk {
    struct chunk *next;
    max_align_t memory[];
};

static struct chunk *chunks;

void *arena_allocate(size_t size)
{
    struct chunk *chunk = calloc(1, sizeof *chunk + size);

    if (!chunk) {
        fputs("interface-compiler: out of memory\n", stderr);
        exit(1);
    }
    chunk->next = chunks;
    chunks = chunk;
    return chunk->memory;
}

char *arena_copy(const char *text, size_t length)
{
    char *copy = arena_allocate(length + 1);

    memcpy(copy, text, length);
    return copy;
}

char *arena_format(const char *format, ...)
{
    va_list arguments;
    int length;
    char *text;

    va_start(arguments, format);
    length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    text = arena_allocate((size_t)length + 1);
    va_start(arguments, format);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return text;
}

void arena_release(void)
{
    while (chunks) {
        struct chunk *next = chunks->next;

        free(chunks);
        chunks = next;
    }
}

static void unreadable(const char *path)
{
    fprintf(stderr, "interface-compiler: cannot read %s: %s\n", path, strerror(errno));
    exit(1);
}

struct source *source_read(const char *path)
{
    struct source *source = arena_allocate(sizeof *source);
    FILE *file = fopen(path, "r");
    size_t capacity = 16384;

    if (!file)
        unreadable(path);
    source->path = arena_copy(path, strlen(path));
    source->text = arena_allocate(capacity);
    for (;;) {
        size_t room = capacity - source->size - 1;

        source->size += fread(source->text + source->size, 1, room, file);
        if (source->size < capacity - 1)
            break;
        char *larger = arena_allocate(capacity *= 2);
        memcpy(larger, source->text, source->size);
        source->text = larger;
    }
    if (ferror(file))
        unreadable(path);
    fclose(file);
    source->text[source->size] = 0;
    return source;
}

const char *location_text(struct location location)
{
    const char *at = location.source->text, *end = at + location.source->size;

    for (unsigned line = 1; line < location.line; at++)
        line += *at == '\n';
    for (unsigned column = 1; column < location.column && at < end; at++)
        column += (at[1] & 0xc0) != 0x80;       /* not inside a UTF-8 character */
    return at;
}

const char *path_stem(const char *path, const char *suffix)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    size_t length = strlen(name), suffix_length = strlen(suffix);

    if (length > suffix_length && !strcmp(name + length - suffix_length, suffix))
        length -= suffix_length;
    return arena_copy(name, length);
}

const char *path_folder(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? arena_copy(path, (size_t)(slash - path)) : ".";
}
