/* SPDX-License-Identifier: GPL-2.0-only */
/* Messages of the loader, on the kernel's own log: no other exists before the first line
 * of the description has been carried out, and errors must not depend on it. */
#include "loader.h"

#define MESSAGE_MAX 400                 /* below the bound of Log.write() */
#define QUOTE_MAX   160

void report(const char *format, ...)
{
    char text[MESSAGE_MAX + 2];
    va_list arguments;
    u32 length;

    va_start(arguments, format);
    vsnprintf(text, MESSAGE_MAX, format, arguments);
    va_end(arguments);
    length = strlen(text);
    text[length++] = '\n';
    Log_write(kernel_log, text, length);
}

/* Quotes the line of `place` with a mark below; whatever is not printable shows as `?`. */
static void quote(const char *place, u32 column)
{
    struct span line = parse_line_of(&parser, place);
    char text[QUOTE_MAX + 1], mark[QUOTE_MAX + 1];
    u32 length = 0;

    for (; length < line.length && length < QUOTE_MAX; length++) {
        char byte = line.start[length];

        text[length] = byte == '\t' || byte == '\r' ? ' ' : byte < 0x20 || byte > 0x7e ? '?' : byte;
    }
    text[length] = 0;
    report("    %s", text);
    if (column > QUOTE_MAX)
        return;
    memset(mark, ' ', column);
    mark[column - 1] = '^';
    mark[column] = 0;
    report("    %s", mark);
}

status refuse(const char *place, const char *format, ...)
{
    char message[MESSAGE_MAX - 32];
    va_list arguments;
    u32 line, column;

    parse_locate(&parser, place, &line, &column);
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    report("system:%u:%u: %s", line, column, message);
    quote(place, column);
    return E_INVAL;
}
