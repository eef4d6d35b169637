/* SPDX-License-Identifier: GPL-2.0-only */
/* Messages for people, on standard error, kept for the JSON report too. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/message.h"
#include "base/progress.h"
#include "base/text.h"

static json_t *errors;

void report_error(const char *what, const char *help, const char *where, ...)
{
    va_list arguments;
    va_start(arguments, where);
    char *place = format_list(where, arguments);
    va_end(arguments);

    progress_clear();
    fprintf(stderr, "error: %s: %s\n", place, what);
    if (help)
        fprintf(stderr, "help: %s\n", help);
    if (!errors)
        errors = json_array();
    json_array_append_new(errors, json_pack("{s:s, s:s, s:s?}", "where", place, "what", what, "help", help));
    free(place);
}

void report_note(const char *note, ...)
{
    va_list arguments;

    progress_clear();
    fputs("note: ", stderr);
    va_start(arguments, note);
    vfprintf(stderr, note, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

json_t *reported_errors(void)
{
    return errors ? json_incref(errors) : json_array();
}

unsigned reported_error_count(void)
{
    return errors ? json_array_size(errors) : 0;
}
