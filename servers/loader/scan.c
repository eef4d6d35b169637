/* SPDX-License-Identifier: GPL-2.0-only */
/* The words and signs of system descriptions, below the parser. */
#include "scan.h"
#include "runtime.h"

int scan_peek(const struct parser *parser)
{
    return parser->at < parser->end ? (unsigned char)*parser->at : SCAN_END;
}

int scan_is_name_byte(int byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9')
        || byte == '_';
}

int scan_is_blank(int byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

int scan_is_printable(int byte)
{
    return byte >= 0x20 && byte <= 0x7e;
}

status scan_fail_at(struct parser *parser, const char *place, const char *found, const char *expected)
{
    parser->place = place;
    snprintf(parser->error, sizeof parser->error, "%s, expected %s", found, expected);
    return E_INVAL;
}

/* A whole word is quoted if one stands there. */
status scan_fail(struct parser *parser, const char *expected)
{
    char found[PARSE_NAME_MAX + 3];
    int byte = scan_peek(parser);
    u32 length = 1;

    while (parser->at + length < parser->end && scan_is_name_byte(byte)
           && scan_is_name_byte((unsigned char)parser->at[length]) && length < 40)
        length++;
    if (byte == SCAN_END)
        snprintf(found, sizeof found, "end of file");
    else if (byte == '\n')
        snprintf(found, sizeof found, "end of line");
    else if (scan_is_printable(byte))
        snprintf(found, sizeof found, "`%.*s`", (int)length, parser->at);
    else
        snprintf(found, sizeof found, "byte 0x%02x", (unsigned)byte);
    return scan_fail_at(parser, parser->at, found, expected);
}

status scan_fail_limit(struct parser *parser, const char *place, const char *what, u32 limit)
{
    char expected[32];

    snprintf(expected, sizeof expected, "at most %u", limit);
    return scan_fail_at(parser, place, what, expected);
}

void scan_skip_blanks(struct parser *parser)
{
    while (scan_is_blank(scan_peek(parser)))
        parser->at++;
}

void scan_skip(struct parser *parser)
{
    scan_skip_blanks(parser);
    if (scan_peek(parser) == '#')
        while (scan_peek(parser) != '\n' && scan_peek(parser) != SCAN_END)
            parser->at++;
}

status scan_sign(struct parser *parser, char sign, const char *expected)
{
    scan_skip(parser);
    if (scan_peek(parser) != sign)
        return scan_fail(parser, expected);
    parser->at++;
    return OK;
}

status scan_name(struct parser *parser, struct span *name, const char *expected)
{
    scan_skip(parser);
    name->start = parser->at;
    while (scan_is_name_byte(scan_peek(parser)))
        parser->at++;
    name->length = parser->at - name->start;
    if (!name->length)
        return scan_fail(parser, expected);
    if (name->length > PARSE_NAME_MAX)
        return scan_fail_limit(parser, name->start, "too many characters in a name", PARSE_NAME_MAX);
    return OK;
}


int scan_word(struct parser *parser, const char *word)
{
    struct span found = { parser->at, 0 };

    while (parser->at < parser->end && scan_is_name_byte(scan_peek(parser)))
        parser->at++;
    found.length = parser->at - found.start;
    if (span_equals(found, word, strlen(word)))
        return 1;
    parser->at = found.start;
    return 0;
}
