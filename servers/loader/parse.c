/* SPDX-License-Identifier: GPL-2.0-only */
/* The parser of system descriptions, by recursive descent; the grammar is in parse.h.
 *
 * parser->at only moves forward and never past parser->end, and a byte is looked at only
 * through peek(). Each parse function returns 0 or E_INVAL, and leaves `at` behind what
 * it took.
 */
#include "parse.h"
#include "runtime.h"

#define END (-1)

static int peek(const struct parser *parser)
{
    return parser->at < parser->end ? (unsigned char)*parser->at : END;
}

static int is_name_byte(int byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9')
        || byte == '_';
}

static int is_blank(int byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

static int is_printable(int byte)
{
    return byte >= 0x20 && byte <= 0x7e;
}

static status fail_at(struct parser *parser, const char *place, const char *found, const char *expected)
{
    parser->place = place;
    snprintf(parser->error, sizeof parser->error, "%s, expected %s", found, expected);
    return E_INVAL;
}

/* Reports what stands at `at`: a whole word if it is one. */
static status fail(struct parser *parser, const char *expected)
{
    char found[PARSE_NAME_MAX + 3];
    int byte = peek(parser);
    u32 length = 1;

    while (parser->at + length < parser->end && is_name_byte(byte)
           && is_name_byte((unsigned char)parser->at[length]) && length < 40)
        length++;
    if (byte == END)
        snprintf(found, sizeof found, "end of file");
    else if (byte == '\n')
        snprintf(found, sizeof found, "end of line");
    else if (is_printable(byte))
        snprintf(found, sizeof found, "`%.*s`", (int)length, parser->at);
    else
        snprintf(found, sizeof found, "byte 0x%02x", (unsigned)byte);
    return fail_at(parser, parser->at, found, expected);
}

static status fail_limit(struct parser *parser, const char *place, const char *what, u32 limit)
{
    char expected[32];

    snprintf(expected, sizeof expected, "at most %u", limit);
    return fail_at(parser, place, what, expected);
}

static void skip_blanks(struct parser *parser)
{
    while (is_blank(peek(parser)))
        parser->at++;
}

/* Skips blanks and a comment; afterwards `at` is at a word, a sign or the line's end. */
static void skip_to_token(struct parser *parser)
{
    skip_blanks(parser);
    if (peek(parser) == '#')
        while (peek(parser) != '\n' && peek(parser) != END)
            parser->at++;
}

static status take(struct parser *parser, char sign, const char *expected)
{
    skip_to_token(parser);
    if (peek(parser) != sign)
        return fail(parser, expected);
    parser->at++;
    return OK;
}

static status take_name(struct parser *parser, struct span *name, const char *expected)
{
    skip_to_token(parser);
    name->start = parser->at;
    while (is_name_byte(peek(parser)))
        parser->at++;
    name->length = parser->at - name->start;
    if (!name->length)
        return fail(parser, expected);
    if (name->length > PARSE_NAME_MAX)
        return fail_limit(parser, name->start, "too many characters in a name", PARSE_NAME_MAX);
    return OK;
}

/* What stands in parentheses behind an object's name is for its catalog to judge: here it
 * is any printable text without parentheses. `object` starts at the name before it. */
static status take_object_text(struct parser *parser, struct span *object)
{
    if (peek(parser) == '(') {
        parser->at++;
        while (is_printable(peek(parser)) && peek(parser) != '(' && peek(parser) != ')')
            parser->at++;
        if (peek(parser) != ')')
            return fail(parser, "`)` behind the name of an object");
        parser->at++;
    }
    object->length = parser->at - object->start;
    if (object->length > PARSE_OBJECT_MAX)
        return fail_limit(parser, object->start, "too many characters in an object's name", PARSE_OBJECT_MAX);
    return OK;
}

static status take_argument(struct parser *parser, struct argument *argument)
{
    struct span name;
    status result;

    memset(argument, 0, sizeof *argument);
    skip_to_token(parser);
    argument->whole.start = parser->at;
    if (peek(parser) == '-') {
        parser->at++;
        argument->whole.length = 1;
        return OK;
    }
    result = take_name(parser, &name, "a reference: a name, `server.name` or `-`");
    if (result < 0)
        return result;
    if (peek(parser) == '.') {
        parser->at++;
        argument->server = name;
        if (!is_name_byte(peek(parser)))
            return fail(parser, "the name of an object behind `.`");
        result = take_name(parser, &name, "");
        if (result < 0)
            return result;
    }
    argument->object = name;
    result = take_object_text(parser, &argument->object);
    argument->whole.length = parser->at - argument->whole.start;
    return result;
}

static status take_arguments(struct parser *parser, struct declaration *declaration)
{
    status result = take(parser, '(', "`(` and the references");

    if (result < 0)
        return result;
    skip_to_token(parser);
    while (peek(parser) != ')') {
        if (declaration->argument_count == PARSE_ARGUMENTS_MAX)
            return fail_limit(parser, parser->at, "too many references", PARSE_ARGUMENTS_MAX);
        result = take_argument(parser, &declaration->arguments[declaration->argument_count++]);
        if (result < 0)
            return result;
        skip_to_token(parser);
        if (peek(parser) == ')')
            break;
        result = take(parser, ',', "`,` or `)`");
        if (result < 0)
            return result;
        skip_to_token(parser);
        if (peek(parser) == ')')
            return fail(parser, "a reference behind `,`");
    }
    declaration->closing = parser->at++;
    return OK;
}

/* A value runs to `;`, `}`, a comment or the line's end, without the blanks around it. */
static status take_setting(struct parser *parser, struct setting *setting)
{
    status result = take_name(parser, &setting->name, "a setting or `}`");

    if (result < 0)
        return result;
    skip_blanks(parser);
    if (peek(parser) == '=') {
        parser->at++;
        skip_blanks(parser);
    }
    setting->value.start = parser->at;
    setting->value.length = 0;
    while (is_printable(peek(parser)) || is_blank(peek(parser))) {
        int byte = peek(parser);

        if (byte == ';' || byte == '}' || byte == '#')
            break;
        parser->at++;
        if (!is_blank(byte))
            setting->value.length = parser->at - setting->value.start;
    }
    if (!setting->value.length)
        return fail(parser, "a value");
    if (setting->value.length > PARSE_VALUE_MAX)
        return fail_limit(parser, setting->value.start, "too many characters in a value", PARSE_VALUE_MAX);
    return OK;
}

static status take_settings(struct parser *parser, struct declaration *declaration)
{
    status result;

    declaration->braces = 1;
    parser->at++;
    for (;;) {
        skip_to_token(parser);
        if (peek(parser) == '\n' || peek(parser) == ';') {
            parser->at++;
            continue;
        }
        if (peek(parser) == '}')
            break;
        if (declaration->setting_count == PARSE_SETTINGS_MAX)
            return fail_limit(parser, parser->at, "too many settings", PARSE_SETTINGS_MAX);
        result = take_setting(parser, &declaration->settings[declaration->setting_count++]);
        if (result < 0)
            return result;
        skip_to_token(parser);
        if (peek(parser) != '\n' && peek(parser) != ';' && peek(parser) != '}')
            return fail(parser, "`;`, `}` or the end of the line");
    }
    parser->at++;
    return OK;
}

static status take_domain(struct parser *parser, struct declaration *declaration)
{
    struct span word;
    status result;

    if (!is_name_byte(peek(parser)))
        return OK;
    word.start = parser->at;
    result = take_name(parser, &word, "");
    if (result < 0)
        return result;
    if (!span_equals(word, "in", 2)) {
        parser->at = word.start;
        return fail(parser, "`in`, `{` or the end of the line");
    }
    return take_name(parser, &declaration->domain, "the name of a domain");
}

status parse_server(struct parser *parser, struct declaration *declaration)
{
    status result;

    memset(declaration, 0, sizeof *declaration);
    for (;;) {
        skip_to_token(parser);
        if (peek(parser) != '\n')
            break;
        parser->at++;
    }
    if (peek(parser) == END)
        return 0;
    if ((result = take_name(parser, &declaration->name, "the name of a server")) < 0
        || (result = take(parser, '=', "`=`")) < 0
        || (result = take_name(parser, &declaration->file, "the name of a server file")) < 0
        || (result = take_arguments(parser, declaration)) < 0)
        return result;
    skip_to_token(parser);
    result = take_domain(parser, declaration);
    if (result < 0)
        return result;
    skip_to_token(parser);
    if (peek(parser) == '{') {
        result = take_settings(parser, declaration);
        if (result < 0)
            return result;
        skip_to_token(parser);
    }
    if (peek(parser) != '\n' && peek(parser) != END)
        return fail(parser, declaration->braces ? "the end of the line" : "`in`, `{` or the end of the line");
    return 1;
}

void parse_start(struct parser *parser, const char *text, u32 length)
{
    memset(parser, 0, sizeof *parser);
    parser->text = parser->at = parser->place = text;
    parser->end = text + length;
}

void parse_locate(const struct parser *parser, const char *place, u32 *line, u32 *column)
{
    const char *start = parser->text;

    *line = 1;
    for (const char *at = parser->text; at < place; at++) {
        if (*at != '\n')
            continue;
        ++*line;
        start = at + 1;
    }
    *column = place - start + 1;
}

struct span parse_line_of(const struct parser *parser, const char *place)
{
    struct span line = { place, 0 };
    const char *end = place;

    while (line.start > parser->text && line.start[-1] != '\n')
        line.start--;
    while (end < parser->end && *end != '\n')
        end++;
    line.length = end - line.start;
    return line;
}

int span_equals(struct span span, const char *text, u32 length)
{
    return span.length == length && !memcmp(span.start, text, length);
}
