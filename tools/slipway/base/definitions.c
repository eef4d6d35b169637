/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds what a Linux source file defines, by tokens: no preprocessing, so that every arm
 * of an #ifdef counts. Headers are regular enough for that; what is read wrongly only
 * makes a hint of a gap report wrong. */
#include <string.h>

#include "base/definitions.h"
#include "base/scanner.h"
#include "base/text.h"

const char *const definition_kind_names[DEFINED_KINDS] = {
    "export", "inline", "macro", "type", "constant", "prototype"
};

struct finder {
    struct scanner scanner;
    definition_found *found;
    void *context;
};

/* What was seen of one declaration at the outermost level. */
struct declaration {
    struct token function;      /* a name before a parenthesis; length 0: none yet */
    struct token last_name;     /* the last name outside parentheses and brackets */
    struct token pointer;       /* typedef or variable: the name in (*name)(...) */
    bool is_typedef, is_enum, assigned;
    const char *tag_keyword;    /* "struct", "union" or "enum" if that was the last keyword */
    struct token tag;           /* the name after it */
    unsigned tokens;
};

static void report(struct finder *finder, enum definition_kind kind, const struct token *name)
{
    if (name->kind == TOKEN_NAME && name->length)
        finder->found(finder->context, kind, name->start, name->length);
}

static void report_tag(struct finder *finder, const char *keyword, const struct token *tag)
{
    char name[128];
    size_t length = strlen(keyword) + 1 + tag->length;

    if (tag->kind != TOKEN_NAME || length >= sizeof name)
        return;
    memcpy(name, keyword, strlen(keyword));
    name[strlen(keyword)] = ' ';
    memcpy(name + strlen(keyword) + 1, tag->start, tag->length);
    finder->found(finder->context, DEFINED_TYPE, name, length);
}

/* Takes a whole directive, whose # was read, and leaves the token after it unread. */
static void read_directive(struct finder *finder)
{
    struct scanner ahead = finder->scanner;
    struct token token = scanner_next_code(&ahead);

    if (token.directive && token_is(&token, "define")) {
        token = scanner_next_code(&ahead);
        if (token.directive)
            report(finder, DEFINED_MACRO, &token);
    }
    do {
        ahead = finder->scanner;
        token = scanner_next_code(&finder->scanner);
    } while (token.kind != TOKEN_END && token.directive && !(token_is_mark(&token, '#') &&
                                                              token.line != ahead.line));
    finder->scanner = ahead;
}

/* The next token that stands in no directive; macros on the way are reported. */
static struct token next_plain(struct finder *finder)
{
    for (;;) {
        struct token token = scanner_next_code(&finder->scanner);
        if (token.kind == TOKEN_END || !token.directive)
            return token;
        read_directive(finder);
    }
}

/* Skips to the bracket that closes the one just read. With `constants`, reports the
 * names of an enum's body on the way. */
static void skip_brackets(struct finder *finder, bool constants)
{
    unsigned depth = 1;
    bool name_expected = true;

    while (depth) {
        struct token token = next_plain(finder);
        if (token.kind == TOKEN_END)
            return;
        if (token.kind == TOKEN_MARK && strchr("([{", *token.start))
            depth++;
        else if (token.kind == TOKEN_MARK && strchr(")]}", *token.start))
            depth--;
        else if (constants && depth == 1 && token.kind == TOKEN_NAME && name_expected)
            report(finder, DEFINED_CONSTANT, &token);
        name_expected = depth == 1 && token_is_mark(&token, ',');
    }
}

/* Names that stand before a parenthesis without being what is declared. */
static bool is_annotation(const struct token *name)
{
    static const char *const words[] = {
        "__attribute__", "__attribute", "__printf", "__scanf", "__aligned", "__section", "__acquires",
        "__releases", "__must_hold", "__alloc_size", "__realloc_size", "__asm__", "asm", "__cond_lock",
        "__declspec", "__nonstring", "typeof", "__typeof__", "__counted_by", "__no_sanitize", "__diagnose_as"
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (token_is(name, words[i]))
            return true;
    return false;
}

static void end_declaration(struct finder *finder, const struct declaration *seen)
{
    if (!seen->tokens)
        return;
    if (seen->is_typedef)
        report(finder, DEFINED_TYPE, seen->pointer.length ? &seen->pointer : &seen->last_name);
    else if (seen->function.length)
        report(finder, DEFINED_PROTOTYPE, &seen->function);
    else if (seen->pointer.length || (seen->tokens > 1 && seen->last_name.start != seen->tag.start))
        report(finder, DEFINED_PROTOTYPE, seen->pointer.length ? &seen->pointer : &seen->last_name);
}

/* A `(` was read: parameters, an annotation's argument, or a pointer's declarator. */
static void open_parenthesis(struct finder *finder, struct declaration *seen, const struct token *before)
{
    struct scanner ahead = finder->scanner;
    struct token star = scanner_next_code(&ahead), name = scanner_next_code(&ahead);

    if (before->kind == TOKEN_NAME && !is_annotation(before) && !seen->function.length)
        seen->function = *before;
    if (token_is_mark(&star, '*') && name.kind == TOKEN_NAME && !seen->pointer.length) {
        seen->pointer = name;
        seen->function.length = 0;
    }
    skip_brackets(finder, false);
}

/* A `{` was read: a body. Returns whether it ends the declaration. */
static bool open_brace(struct finder *finder, struct declaration *seen, const struct token *before)
{
    bool is_tag = seen->tag_keyword && (before->start == seen->tag.start || !seen->function.length);

    if (before->kind == TOKEN_TEXT)     /* extern "C" { */
        return true;
    if (is_tag && !seen->assigned) {
        report_tag(finder, seen->tag_keyword, &seen->tag);
        skip_brackets(finder, seen->is_enum);
        return false;
    }
    if (seen->function.length && !seen->assigned)
        report(finder, DEFINED_INLINE, &seen->function);
    skip_brackets(finder, false);
    return seen->function.length && !seen->assigned;
}

static const char *tag_keyword(const struct token *token)
{
    static const char *const keywords[] = { "struct", "union", "enum" };

    for (size_t i = 0; i < 3; i++)
        if (token_is(token, keywords[i]))
            return keywords[i];
    return NULL;
}

static void read_name(struct declaration *seen, const struct token *name, const struct token *before)
{
    if (token_is(name, "typedef"))
        seen->is_typedef = true;
    if (tag_keyword(name)) {
        seen->tag_keyword = tag_keyword(name);
        seen->is_enum = token_is(name, "enum");
        seen->tag.length = 0;
        seen->tag.kind = TOKEN_END;
    } else if (before->kind == TOKEN_NAME && tag_keyword(before)) {
        seen->tag = *name;
    }
    if (!seen->assigned && !starts_with(name->start, "__attribute"))
        seen->last_name = *name;
}

void find_in_header(const char *text, size_t size, definition_found *found, void *context)
{
    struct finder finder = { .found = found, .context = context };
    struct declaration seen = { 0 };
    struct token before = { 0 };

    scanner_start(&finder.scanner, text, size);
    for (;;) {
        struct token token = next_plain(&finder);
        bool ended = false;

        if (token.kind == TOKEN_END)
            return;
        if (token_is_mark(&token, ';')) {
            end_declaration(&finder, &seen);
            ended = true;
        } else if (token_is_mark(&token, '(')) {
            open_parenthesis(&finder, &seen, &before);
        } else if (token_is_mark(&token, '[')) {
            skip_brackets(&finder, false);
        } else if (token_is_mark(&token, '{')) {
            ended = open_brace(&finder, &seen, &before);
        } else if (token_is_mark(&token, '=')) {
            seen.assigned = true;
        } else if (token_is_mark(&token, '}')) {
            ended = true;
        } else if (token.kind == TOKEN_NAME) {
            read_name(&seen, &token, &before);
        }
        seen.tokens++;
        before = token;
        if (ended) {
            seen = (struct declaration){ 0 };
            before = (struct token){ 0 };
        }
    }
}

void find_exports(const char *text, size_t size, definition_found *found, void *context)
{
    const char *end = text + size;

    for (const char *place = text; (place = memmem(place, end - place, "EXPORT_SYMBOL", 13)); place++) {
        const char *open = place;
        while (open < end && (*open == '_' || (*open >= 'A' && *open <= 'Z')))
            open++;
        if (open == end || *open != '(' || (place > text && place[-1] != '\n' && place[-1] != ' '
                                            && place[-1] != '\t' && place[-1] != ';'))
            continue;
        const char *name = open + 1;
        while (name < end && *name == ' ')
            name++;
        size_t length = 0;
        while (name + length < end && (name[length] == '_' || (name[length] >= '0' && name[length] <= '9') ||
                                       ((name[length] | 32) >= 'a' && (name[length] | 32) <= 'z')))
            length++;
        if (length)
            found(context, DEFINED_EXPORT, name, length);
    }
}
