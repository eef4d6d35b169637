/* SPDX-License-Identifier: GPL-2.0-only */
/* Messages about the user's files, on standard error. */
#include "diagnostic.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static unsigned errors;

/* Prints the source line and a caret below the column; tabs are kept, so that it stands right. */
static void print_line(struct location location)
{
    const char *line = location_text((struct location){ location.source, location.line, 1 });
    const char *place = location_text(location);

    if (!*place || *line == '\n')
        return;                 /* at the end of the file there is nothing to show */
    fprintf(stderr, "    %.*s\n    ", (int)strcspn(line, "\n"), line);
    for (const char *at = line; at < place; at++) {
        if ((*at & 0xc0) != 0x80)
            fputc(*at == '\t' ? '\t' : ' ', stderr);
    }
    fputs("^\n", stderr);
}

static void report(struct location location, const char *kind, const char *format, va_list arguments)
{
    fprintf(stderr, "%s:%u:%u: %s: ", location.source->path, location.line, location.column, kind);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    print_line(location);
}

void report_error(struct location location, const char *format, ...)
{
    va_list arguments;

    errors++;
    va_start(arguments, format);
    report(location, "error", format, arguments);
    va_end(arguments);
}

void report_note(struct location location, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    report(location, "note", format, arguments);
    va_end(arguments);
}

void report_help(const char *format, ...)
{
    va_list arguments;

    fputs("  help: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

unsigned error_count(void)
{
    return errors;
}
