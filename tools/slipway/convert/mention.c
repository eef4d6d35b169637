/* SPDX-License-Identifier: GPL-2.0-only */
/* Finding mentions of names, in code and where spatch does not look: strings, comments, #if 0. */
#include <ctype.h>
#include <string.h>

#include "base/scanner.h"
#include "convert/mention.h"

struct finder {
    const struct names *names;
    struct mention *found;
    size_t count;
    unsigned depth;             /* of #if */
    unsigned disabled;          /* the depth of the #if 0 that we are in, or 0 */
};

static void add(struct finder *finder, size_t name, unsigned line, enum mention_place place)
{
    finder->found = reallocate(finder->found, (finder->count + 1) * sizeof *finder->found);
    finder->found[finder->count++] = (struct mention){ .name = name, .line = line, .place = place };
}

/* A directive's first words were read: keeps track of #if 0. */
static void follow_condition(struct finder *finder, const struct token *word, const struct token *argument)
{
    if (token_is(word, "if") || token_is(word, "ifdef") || token_is(word, "ifndef")) {
        finder->depth++;
        if (!finder->disabled && token_is(word, "if") && token_is(argument, "0"))
            finder->disabled = finder->depth;
    } else if (token_is(word, "endif")) {
        if (finder->disabled == finder->depth)
            finder->disabled = 0;
        if (finder->depth)
            finder->depth--;
    } else if (token_is(word, "else") || token_is(word, "elif")) {
        if (finder->disabled == finder->depth)
            finder->disabled = 0;
    }
}

static bool is_word_character(char character)
{
    return isalnum((unsigned char)character) || character == '_';
}

/* Looks for names as words inside a comment or string. */
static void find_inside(struct finder *finder, const struct token *token, enum mention_place place)
{
    const char *end = token->start + token->length;
    unsigned line = token->line;

    for (const char *word = token->start; word < end; ) {
        size_t length = 0;
        while (word + length < end && is_word_character(word[length]))
            length++;
        for (size_t i = 0; length && i < finder->names->count; i++)
            if (strlen(finder->names->name[i]) == length && memcmp(finder->names->name[i], word, length) == 0)
                add(finder, i, line, place);
        if (!length)
            line += *word == '\n';
        word += length ? length : 1;
    }
}

static void find_in_code(struct finder *finder, const struct scanner *scanner, const struct token *token)
{
    struct scanner ahead = *scanner;
    struct token after = scanner_next_code(&ahead);

    for (size_t i = 0; i < finder->names->count; i++) {
        if (!token_is(token, finder->names->name[i]))
            continue;
        add(finder, i, token->line, finder->disabled ? MENTION_DISABLED
                                    : token_is_mark(&after, '(') ? MENTION_CALL : MENTION_ADDRESS);
    }
}

size_t find_mentions(const char *text, size_t size, const struct names *names, struct mention **mentions)
{
    struct finder finder = { .names = names };
    struct scanner scanner;
    struct token before = { 0 }, token;

    scanner_start(&scanner, text, size);
    while ((token = scanner_next(&scanner)).kind != TOKEN_END) {
        if (token.kind == TOKEN_COMMENT) {
            find_inside(&finder, &token, MENTION_COMMENT);
            continue;
        }
        if (token.kind == TOKEN_TEXT)
            find_inside(&finder, &token, MENTION_STRING);
        bool is_member = token_is_mark(&before, '.') || token_is_mark(&before, '>');
        if (token.kind == TOKEN_NAME && token.directive && token_is_mark(&before, '#')) {
            struct scanner ahead = scanner;
            struct token argument = scanner_next_code(&ahead);
            follow_condition(&finder, &token, &argument);
        } else if (token.kind == TOKEN_NAME && !is_member) {
            find_in_code(&finder, &scanner, &token);
        }
        before = token;
    }
    *mentions = finder.found;
    return finder.count;
}

const char *mention_place_name(enum mention_place place)
{
    static const char *const names[] = { "call", "address", "#if 0", "string", "comment" };

    return names[place];
}
