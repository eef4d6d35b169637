/* SPDX-License-Identifier: GPL-2.0-only */
/* The text of Servers.getError(): written once, where the failure is found. */
#include <stdarg.h>
#include <stddef.h>

#include "model/error.h"

#include "format.h"

static char text[ERROR_TEXT_MAX + 1];

status error_set(status code, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    format_list(text, sizeof text, format, arguments, NULL);
    va_end(arguments);
    return code;
}

const char *error_text(void)
{
    return text;
}

void error_clear(void)
{
    text[0] = 0;
}
