/* SPDX-License-Identifier: GPL-2.0-only */
/* Taking words and numbers off the front of a text; writing lines to the log. */
#include "pci.h"

static u32 digit_of(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F')
        return byte - 'A' + 10;
    return 16;
}

u32 text_take_hexadecimal(struct text *text, u32 count, u32 *value)
{
    *value = 0;
    if ((u32)(text->end - text->at) < count)
        return 0;
    for (; count; count--) {
        u32 digit = digit_of(*text->at++);

        if (digit > 15)
            return 0;
        *value = *value << 4 | digit;
    }
    return 1;
}

u32 text_take_number(struct text *text, u32 *value)
{
    u32 base = text_take(text, "0x") ? 16 : 10;
    const char *start = text->at;

    *value = 0;
    while (text->at < text->end && digit_of(*text->at) < base) {
        if (*value > 0xffffffff / base - 1)
            return 0;
        *value = *value * base + digit_of(*text->at++);
    }
    return text->at > start;
}

u32 text_take(struct text *text, const char *word)
{
    u32 length = strlen(word);

    if ((u32)(text->end - text->at) < length || memcmp(text->at, word, length))
        return 0;
    text->at += length;
    return 1;
}

void report(const char *format, ...)
{
    char line[200];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    Log_write(log, line, strlen(line));
}
