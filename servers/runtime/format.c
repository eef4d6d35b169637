/* SPDX-License-Identifier: GPL-2.0-only */
/* snprintf(), by lib/format.c. */
#include "runtime.h"
#include "format.h"

int vsnprintf(char *text, __SIZE_TYPE__ size, const char *format, va_list arguments)
{
    return (int)format_list(text, size, format, arguments, 0);
}

int snprintf(char *text, __SIZE_TYPE__ size, const char *format, ...)
{
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vsnprintf(text, size, format, arguments);
    va_end(arguments);
    return length;
}
