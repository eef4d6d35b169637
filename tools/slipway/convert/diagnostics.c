/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading out of gcc's errors which name is missing. gcc runs with LC_ALL=C, so that it quotes 'so'. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "convert/gap.h"

static bool is_name_character(char character)
{
    return isalnum((unsigned char)character) || character == '_';
}

/* What stands in quotes after `start`, or null. */
static char *quoted_after(const char *message, const char *start)
{
    const char *place = strstr(message, start);
    const char *open = place ? strchr(place + strlen(start), '\'') : NULL;
    const char *close = open ? strchr(open + 1, '\'') : NULL;

    return close ? format("%.*s", (int)(close - open - 1), open + 1) : NULL;
}

/* The first "struct x", "union x" or "enum x" of a text, be it in quotes or not. */
static char *tag_in(const char *text)
{
    static const char *const keywords[] = { "struct ", "union ", "enum " };

    for (const char *place = text; *place; place++) {
        if (place > text && is_name_character(place[-1]))
            continue;
        for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
            size_t length = strlen(keywords[i]);
            if (!starts_with(place, keywords[i]) || !is_name_character(place[length]))
                continue;
            while (is_name_character(place[length]))
                length++;
            return format("%.*s", (int)length, place);
        }
    }
    return NULL;
}

/* "'struct x' has no member named 'y'", or "'t' {aka 'struct x'} has ...". */
static char *missing_member(const char *message)
{
    char *member = quoted_after(message, "has no member named ");
    char *tag = member ? tag_in(message) : NULL;
    char *type = tag || !member ? tag : quoted_after(message, "");
    char *result = type ? format("%s.%s", type, member) : NULL;

    free(type);
    free(member);
    return result;
}

/* A type that is only declared: named in the message, or on the line. */
static char *incomplete_type(const char *message, const char *line)
{
    if (!strstr(message, "incomplete type") && !strstr(message, "undefined type") &&
        !strstr(message, "isn't known") && !strstr(message, "incomplete element type"))
        return NULL;
    char *tag = tag_in(message);
    return tag ? tag : tag_in(line);
}

char *missing_symbol(const char *message, const char *line)
{
    if (strstr(message, "' undeclared"))
        return quoted_after(message, "");
    if (starts_with(message, "implicit declaration of function "))
        return quoted_after(message, "function ");
    if (starts_with(message, "unknown type name "))
        return quoted_after(message, "name ");
    if (strstr(message, "has no member named "))
        return missing_member(message);
    return incomplete_type(message, line);
}
