/* SPDX-License-Identifier: GPL-2.0-only */
/* Messages on the log (print.h). */
#include "print.h"

#include "required.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void print(const char *format, ...)
{
    char text[160];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    Log_write(log, text, (u32)strlen(text));
}
