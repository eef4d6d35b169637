/* SPDX-License-Identifier: GPL-2.0-only */
/* The parser of system descriptions, by recursive descent; the grammar is in parse.h.
 * Each take function returns 0 (or what it parsed) or E_INVAL, and leaves parser->at
 * behind what it took.
 */
#include "scan.h"
#include "runtime.h"

/* What stands in parentheses behind an object's name is for its catalog to judge: here it
 * is any printable text without parentheses. `object` starts at the name before it. */
static status take_object_text(struct parser *parser, struct span *object)
{
    if (scan_peek(parser) == '(') {
        parser->at++;
        while (scan_is_printable(scan_peek(parser)) && scan_peek(parser) != '(' && scan_peek(parser) != ')')
            parser->at++;
        if (scan_peek(parser) != ')')
            return scan_fail(parser, "`)` behind the name of an object");
        parser->at++;
    }
    object->length = parser->at - object->start;
    if (object->length > PARSE_OBJECT_MAX)
        return scan_fail_limit(parser, object->start, "too many characters in an object's name",
                               PARSE_OBJECT_MAX);
    return OK;
}

static status take_argument(struct parser *parser, struct argument *argument)
{
    struct span name;
    status result;

    memset(argument, 0, sizeof *argument);
    scan_skip(parser);
    argument->whole.start = parser->at;
    if (scan_peek(parser) == '-') {
        parser->at++;
        argument->whole.length = 1;
        return OK;
    }
    result = scan_name(parser, &name, "a reference: a name, `server.name` or `-`");
    if (result < 0)
        return result;
    if (scan_peek(parser) == '.') {
        parser->at++;
        argument->server = name;
        if (!scan_is_name_byte(scan_peek(parser)))
            return scan_fail(parser, "the name of an object behind `.`");
        result = scan_name(parser, &name, "");
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
    status result = scan_sign(parser, '(', "`(` and the references");

    if (result < 0)
        return result;
    scan_skip(parser);
    while (scan_peek(parser) != ')') {
        if (declaration->argument_count == PARSE_ARGUMENTS_MAX)
            return scan_fail_limit(parser, parser->at, "too many references", PARSE_ARGUMENTS_MAX);
        result = take_argument(parser, &declaration->arguments[declaration->argument_count++]);
        if (result < 0)
            return result;
        scan_skip(parser);
        if (scan_peek(parser) == ')')
            break;
        result = scan_sign(parser, ',', "`,` or `)`");
        if (result < 0)
            return result;
        scan_skip(parser);
        if (scan_peek(parser) == ')')
            return scan_fail(parser, "a reference behind `,`");
    }
    declaration->closing = parser->at++;
    return OK;
}

/* A value runs to `;`, `}`, a comment or the line's end, without the blanks around it. */
static status take_setting(struct parser *parser, struct setting *setting)
{
    status result = scan_name(parser, &setting->name, "a setting or `}`");

    if (result < 0)
        return result;
    scan_skip_blanks(parser);
    if (scan_peek(parser) == '=') {
        parser->at++;
        scan_skip_blanks(parser);
    }
    setting->value.start = parser->at;
    setting->value.length = 0;
    while (scan_is_printable(scan_peek(parser)) || scan_is_blank(scan_peek(parser))) {
        int byte = scan_peek(parser);

        if (byte == ';' || byte == '}' || byte == '#')
            break;
        parser->at++;
        if (!scan_is_blank(byte))
            setting->value.length = parser->at - setting->value.start;
    }
    if (!setting->value.length)
        return scan_fail(parser, "a value");
    if (setting->value.length > PARSE_VALUE_MAX)
        return scan_fail_limit(parser, setting->value.start, "too many characters in a value",
                               PARSE_VALUE_MAX);
    return OK;
}

static status take_settings(struct parser *parser, struct declaration *declaration)
{
    status result;

    declaration->braces = 1;
    parser->at++;
    for (;;) {
        scan_skip(parser);
        if (scan_peek(parser) == '\n' || scan_peek(parser) == ';') {
            parser->at++;
            continue;
        }
        if (scan_peek(parser) == '}')
            break;
        if (declaration->setting_count == PARSE_SETTINGS_MAX)
            return scan_fail_limit(parser, parser->at, "too many settings", PARSE_SETTINGS_MAX);
        result = take_setting(parser, &declaration->settings[declaration->setting_count++]);
        if (result < 0)
            return result;
        scan_skip(parser);
        if (scan_peek(parser) != '\n' && scan_peek(parser) != ';' && scan_peek(parser) != '}')
            return scan_fail(parser, "`;`, `}` or the end of the line");
    }
    parser->at++;
    return OK;
}

static status take_flag(struct parser *parser, const char *place, u32 *flag)
{
    if (*flag)
        return scan_fail_at(parser, place, "the same word twice", "it once");
    *flag = 1;
    return OK;
}

/* What may stand behind the place of a server so far. */
static const char *expected_next(const struct declaration *declaration)
{
    if (!declaration->file.start)
        return "`trace`, `restart`, `;`, `}` or the end of the line";
    if (declaration->domain.start || declaration->trace || declaration->restart)
        return "`trace`, `restart`, `{` or the end of the line";
    return "`in`, `trace`, `restart`, `{` or the end of the line";
}

/* The words `trace` and `restart`, in any order. */
static status take_flags(struct parser *parser, struct declaration *declaration)
{
    status result = OK;

    for (scan_skip(parser); result >= 0 && scan_is_name_byte(scan_peek(parser)); scan_skip(parser)) {
        const char *place = parser->at;

        if (scan_word(parser, "trace"))
            result = take_flag(parser, place, &declaration->trace);
        else if (scan_word(parser, "restart"))
            result = take_flag(parser, place, &declaration->restart);
        else
            result = scan_fail(parser, expected_next(declaration));
    }
    return result;
}

/* Where a server runs: what stands between its parentheses and its braces. */
static status take_place(struct parser *parser, struct declaration *declaration)
{
    status result = OK;

    scan_skip(parser);
    if (scan_word(parser, "in"))
        result = scan_name(parser, &declaration->domain, "the name of a domain");
    return result < 0 ? result : take_flags(parser, declaration);
}

static status take_line_end(struct parser *parser, const char *expected)
{
    scan_skip(parser);
    if (scan_peek(parser) != '\n' && scan_peek(parser) != SCAN_END)
        return scan_fail(parser, expected);
    return OK;
}

/* Braces, if there are any, and the line's end. */
static status take_rest(struct parser *parser, struct declaration *declaration, const char *expected)
{
    status result = OK;

    scan_skip(parser);
    if (scan_peek(parser) == '{')
        result = take_settings(parser, declaration);
    if (result < 0)
        return result;
    return take_line_end(parser, declaration->braces ? "the end of the line" : expected);
}

/* What follows a server's name. */
static status take_server(struct parser *parser, struct declaration *declaration)
{
    status result;

    if ((result = scan_sign(parser, '=', "`=`")) < 0
        || (result = scan_name(parser, &declaration->file, "the name of a server file")) < 0
        || (result = take_arguments(parser, declaration)) < 0
        || (result = take_place(parser, declaration)) < 0
        || (result = take_rest(parser, declaration, expected_next(declaration))) < 0)
        return result;
    return PARSED_SERVER;
}

/* What follows the word `domain`. */
static status take_domain_settings(struct parser *parser, struct declaration *declaration)
{
    status result = scan_name(parser, &declaration->name, "the name of a domain");

    if (result >= 0)
        result = take_rest(parser, declaration, "`{` or the end of the line");
    return result < 0 ? result : PARSED_DOMAIN;
}

/* What follows the word `placement`, as far as the opening brace. */
static status take_placement(struct parser *parser, struct declaration *declaration)
{
    status result = scan_name(parser, &declaration->name, "the name of a placement");

    if (result >= 0)
        result = scan_sign(parser, '{', "`{` and where servers run");
    if (result < 0)
        return result;
    parser->in_placement = 1;
    return PARSED_PLACEMENT;
}

static void skip_separators(struct parser *parser)
{
    for (;;) {
        scan_skip(parser);
        if (scan_peek(parser) != '\n' && scan_peek(parser) != ';')
            return;
        parser->at++;
    }
}

/* `server in domain`, inside a placement's braces. */
static status take_entry(struct parser *parser, struct declaration *declaration)
{
    status result = scan_name(parser, &declaration->name, "the name of a server, or `}`");

    if (result < 0)
        return result;
    scan_skip(parser);
    if (!scan_word(parser, "in"))
        return scan_fail(parser, "`in` and the name of a domain");
    if ((result = scan_name(parser, &declaration->domain, "the name of a domain")) < 0
        || (result = take_flags(parser, declaration)) < 0)
        return result;
    if (scan_peek(parser) != '\n' && scan_peek(parser) != ';' && scan_peek(parser) != '}')
        return scan_fail(parser, expected_next(declaration));
    return PARSED_ENTRY;
}

static status take_placement_end(struct parser *parser)
{
    parser->at++;
    parser->in_placement = 0;
    return take_line_end(parser, "the end of the line");
}

static void skip_empty_lines(struct parser *parser)
{
    for (scan_skip(parser); scan_peek(parser) == '\n'; scan_skip(parser))
        parser->at++;
}

/* A server's name, or one of the words that only mean something without `=` behind them. */
static status take_line(struct parser *parser, struct declaration *declaration)
{
    status result = scan_name(parser, &declaration->name, "the name of a server, `domain` or `placement`");

    if (result < 0)
        return result;
    scan_skip(parser);
    if (scan_peek(parser) != '=' && span_equals(declaration->name, "domain", 6))
        return take_domain_settings(parser, declaration);
    if (scan_peek(parser) != '=' && span_equals(declaration->name, "placement", 9))
        return take_placement(parser, declaration);
    return take_server(parser, declaration);
}

status parse_next(struct parser *parser, struct declaration *declaration)
{
    memset(declaration, 0, sizeof *declaration);
    if (parser->in_placement) {
        status result;

        skip_separators(parser);
        if (scan_peek(parser) != '}')
            return take_entry(parser, declaration);
        result = take_placement_end(parser);
        if (result < 0)
            return result;
    }
    skip_empty_lines(parser);
    return scan_peek(parser) == SCAN_END ? PARSED_END : take_line(parser, declaration);
}

void parse_start(struct parser *parser, const char *text, u32 length)
{
    memset(parser, 0, sizeof *parser);
    parser->text = parser->at = parser->place = text;
    parser->end = text + length;
}

void parse_again(struct parser *parser, const char *name)
{
    parser->at = name;
    parser->in_placement = 0;
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
