/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading a record of the trace (interfaces/trace_format.h), which may be shorter than its kind
 * says: what is missing reads as zero, and `short_of` says so. */
#ifndef SLIPWAY_TRACE_CURSOR_H
#define SLIPWAY_TRACE_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct trace_cursor {
    const unsigned char *at, *end;
    bool short_of;
};

static inline const unsigned char *cursor_take(struct trace_cursor *cursor, size_t size)
{
    const unsigned char *bytes = cursor->at;

    if (size > (size_t)(cursor->end - cursor->at)) {
        cursor->short_of = true;
        return NULL;
    }
    cursor->at += size;
    return bytes;
}

static inline void cursor_copy(struct trace_cursor *cursor, void *to, size_t size)
{
    const unsigned char *bytes = cursor_take(cursor, size);

    memset(to, 0, size);
    if (bytes)
        memcpy(to, bytes, size);
}

static inline uint32_t cursor_word(struct trace_cursor *cursor)
{
    uint32_t word;

    cursor_copy(cursor, &word, sizeof word);
    return word;
}

static inline uint64_t cursor_time(struct trace_cursor *cursor)
{
    uint64_t time;

    cursor_copy(cursor, &time, sizeof time);
    return time;
}

/* A string, which stays in the record. */
static inline const char *cursor_text(struct trace_cursor *cursor)
{
    const char *text = (const char *)cursor->at;
    const unsigned char *zero = memchr(cursor->at, 0, (size_t)(cursor->end - cursor->at));

    if (!zero) {
        cursor->short_of = true;
        return "";
    }
    cursor->at = zero + 1;
    return text;
}

#endif
