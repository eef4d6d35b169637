/* SPDX-License-Identifier: GPL-2.0-only */
/* A scanner for C as it stands in files: before preprocessing, comments kept. */
#ifndef SLIPWAY_BASE_SCANNER_H
#define SLIPWAY_BASE_SCANNER_H

#include <stdbool.h>
#include <stddef.h>

enum token_kind {
    TOKEN_END,
    TOKEN_NAME,             /* identifier or keyword */
    TOKEN_NUMBER,
    TOKEN_TEXT,             /* string or character literal; an unclosed one ends with its line */
    TOKEN_COMMENT,
    TOKEN_MARK              /* one character of anything else, such as ( or # or \ */
};

struct token {
    enum token_kind kind;
    const char *start;
    size_t length;
    unsigned line;          /* of its first character, from 1 */
    unsigned last_line;     /* of its last character */
    bool directive;         /* stands in a preprocessor directive */
};

struct scanner {
    const char *position, *end;
    unsigned line;
    bool fresh_line;        /* nothing but space and comments yet on this line */
    bool directive;
};

/* Starts scanning `size` bytes, which must outlive the tokens. Any bytes will do. */
void scanner_start(struct scanner *scanner, const char *text, size_t size);
/* The next token; TOKEN_END at the end, again and again. */
struct token scanner_next(struct scanner *scanner);
/* The next token that is not a comment. */
struct token scanner_next_code(struct scanner *scanner);

bool token_is(const struct token *token, const char *text);
/* A one-character mark. */
bool token_is_mark(const struct token *token, char mark);

/* What a line holds. */
enum line_kind { LINE_BLANK, LINE_COMMENT, LINE_CODE };

/* Classifies the lines of a text: code if any part of a token that is no comment stands
 * on it, even a backslash. Returns the number of lines, a last one without newline
 * counting too, and stores an array that the caller frees; element 0 is line 1. */
size_t classify_lines(const char *text, size_t size, enum line_kind **kinds);

#endif
