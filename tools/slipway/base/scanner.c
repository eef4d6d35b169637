/* SPDX-License-Identifier: GPL-2.0-only */
/* A scanner for C before preprocessing. It never fails: what it does not know is a mark. */
#include <ctype.h>
#include <string.h>

#include "base/scanner.h"
#include "base/text.h"

void scanner_start(struct scanner *scanner, const char *text, size_t size)
{
    *scanner = (struct scanner){ .position = text, .end = text + size, .line = 1, .fresh_line = true };
}

static char peek(const struct scanner *scanner, size_t offset)
{
    return (size_t)(scanner->end - scanner->position) > offset ? scanner->position[offset] : 0;
}

static void advance(struct scanner *scanner, size_t count)
{
    while (count-- && scanner->position < scanner->end)
        scanner->line += *scanner->position++ == '\n';
}

/* The length of a spliced line end (backslash, newline) at `offset`, or 0. */
static size_t splice(const struct scanner *scanner, size_t offset)
{
    if (peek(scanner, offset) != '\\')
        return 0;
    if (peek(scanner, offset + 1) == '\n')
        return 2;
    return peek(scanner, offset + 1) == '\r' && peek(scanner, offset + 2) == '\n' ? 3 : 0;
}

static void skip_space(struct scanner *scanner)
{
    while (scanner->position < scanner->end && isspace((unsigned char)*scanner->position)) {
        if (*scanner->position == '\n') {
            scanner->fresh_line = true;
            scanner->directive = false;
        }
        advance(scanner, 1);
    }
}

static void scan_block_comment(struct scanner *scanner)
{
    advance(scanner, 2);
    while (scanner->position < scanner->end && !(peek(scanner, 0) == '*' && peek(scanner, 1) == '/'))
        advance(scanner, 1);
    advance(scanner, 2);
}

static void scan_line_comment(struct scanner *scanner)
{
    while (scanner->position < scanner->end && *scanner->position != '\n') {
        size_t spliced = splice(scanner, 0);
        advance(scanner, spliced ? spliced : 1);
    }
}

static void scan_text(struct scanner *scanner)
{
    char quote = *scanner->position;

    advance(scanner, 1);
    while (scanner->position < scanner->end && *scanner->position != '\n') {
        char character = *scanner->position;
        size_t spliced = splice(scanner, 0);
        advance(scanner, spliced ? spliced : character == '\\' && peek(scanner, 1) != '\n' ? 2 : 1);
        if (character == quote)
            break;
    }
}

static bool is_name_character(char character)
{
    return isalnum((unsigned char)character) || character == '_' || character == '$';
}

/* A preprocessing number swallows letters, and signs after an exponent: 0x1fUL, 1e-3. */
static void scan_number(struct scanner *scanner)
{
    const char *start = scanner->position;

    while (is_name_character(peek(scanner, 0)) || peek(scanner, 0) == '.' ||
           (scanner->position > start && (peek(scanner, 0) == '+' || peek(scanner, 0) == '-') &&
            strchr("eEpP", scanner->position[-1]) && !starts_with(start, "0x")))
        advance(scanner, 1);
}

struct token scanner_next(struct scanner *scanner)
{
    skip_space(scanner);
    struct token token = { .start = scanner->position, .line = scanner->line };
    char first = peek(scanner, 0);

    if (scanner->position == scanner->end) {
        token.last_line = token.line;
        return token;
    }
    if (first == '/' && (peek(scanner, 1) == '*' || peek(scanner, 1) == '/')) {
        token.kind = TOKEN_COMMENT;
        if (peek(scanner, 1) == '*')
            scan_block_comment(scanner);
        else
            scan_line_comment(scanner);
    } else {
        if (first == '#' && scanner->fresh_line)
            scanner->directive = true;
        scanner->fresh_line = false;
        if (first == '"' || first == '\'') {
            token.kind = TOKEN_TEXT;
            scan_text(scanner);
        } else if (isdigit((unsigned char)first)) {
            token.kind = TOKEN_NUMBER;
            scan_number(scanner);
        } else if (is_name_character(first)) {
            token.kind = TOKEN_NAME;
            while (is_name_character(peek(scanner, 0)))
                advance(scanner, 1);
        } else {
            token.kind = TOKEN_MARK;
            advance(scanner, 1);
        }
    }
    token.length = scanner->position - token.start;
    token.last_line = scanner->line;
    token.directive = scanner->directive;
    /* The newline of a splice is no token, and does not end the directive. */
    if (token.kind == TOKEN_MARK && first == '\\') {
        scanner->position--;
        size_t spliced = splice(scanner, 0);
        advance(scanner, spliced ? spliced : 1);
    }
    return token;
}

struct token scanner_next_code(struct scanner *scanner)
{
    struct token token;

    do {
        token = scanner_next(scanner);
    } while (token.kind == TOKEN_COMMENT);
    return token;
}

bool token_is(const struct token *token, const char *text)
{
    return token->length == strlen(text) && memcmp(token->start, text, token->length) == 0;
}

bool token_is_mark(const struct token *token, char mark)
{
    return token->kind == TOKEN_MARK && *token->start == mark;
}

size_t classify_lines(const char *text, size_t size, enum line_kind **kinds)
{
    size_t count = 0;

    for (size_t i = 0; i < size; i++)
        count += text[i] == '\n' || i + 1 == size;
    *kinds = allocate(count * sizeof **kinds);
    for (size_t i = 0; i < count; i++)
        (*kinds)[i] = LINE_BLANK;

    struct scanner scanner;
    scanner_start(&scanner, text, size);
    for (struct token token = scanner_next(&scanner); token.kind != TOKEN_END;
         token = scanner_next(&scanner)) {
        enum line_kind kind = token.kind == TOKEN_COMMENT ? LINE_COMMENT : LINE_CODE;
        for (unsigned line = token.line; line <= token.last_line && line <= count; line++)
            if ((*kinds)[line - 1] < kind)
                (*kinds)[line - 1] = kind;
    }
    return count;
}
