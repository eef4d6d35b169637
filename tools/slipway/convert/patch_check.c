/* SPDX-License-Identifier: GPL-2.0-only */
/* Checks a semantic patch for what spatch accepts in silence. A misspelt type matches
 * nothing. An identifier that is not declared as a metavariable matches only itself, and
 * spatch warns of that only if it has a single letter. Both leave a driver unconverted with
 * exit status 0.
 *
 * A patch is rules; a rule is "@ name and options @", declarations, "@@", and a body whose
 * lines begin with -, + or neither. */
#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "base/scanner.h"
#include "convert/patch.h"

enum part { OUTSIDE, HEADER, DECLARATIONS, BODY };

struct checker {
    const struct patch *patch;
    const struct linux_index *index;
    const char *text;           /* the code that is being converted */
    size_t size;
    struct names declared;      /* in this rule or, for declarers and types, in any before */
    bool script;                /* the rule is a program: its body is not C */
    bool good;
};

static bool is_one_of(const struct token *token, const char *const words[])
{
    for (size_t i = 0; words[i]; i++)
        if (token_is(token, words[i]))
            return true;
    return false;
}

/* The words that a declaration of metavariables may begin with, and C's own types. */
static const char *const kinds[] = {
    "identifier", "expression", "statement", "type", "typedef", "position", "declarer", "iterator", "symbol",
    "constant", "function", "parameter", "idexpression", "local", "global", "format", "metavariable",
    "attribute", "assignment", "binary", "unary", "operator", "fresh", "field", "initialiser", "initializer",
    "list", "name", "declaration", "pragmainfo", "comments", "virtual", "static", "const", "volatile", NULL
};

static const char *const c_types[] = {
    "void", "char", "short", "int", "long", "float", "double", "signed", "unsigned", "bool", "_Bool", NULL
};

static const char *const c_words[] = {
    "auto", "break", "case", "const", "continue", "default", "do", "else", "enum", "extern", "for", "goto",
    "if", "inline", "register", "return", "sizeof", "static", "struct", "switch", "typedef", "union",
    "volatile", "while", "void", "char", "short", "int", "long", "float", "double", "signed", "unsigned",
    "bool", "NULL", "true", "false", "typeof", "when", "any", "strict", "forall", "exists", "ever", NULL
};

static void fault(struct checker *checker, const struct token *token, unsigned line, const char *what,
                  const char *help)
{
    char *text = format("%.*s %s", (int)token->length, token->start, what);

    report_error(text, help, "%s:%u", checker->patch->path, line);
    free(text);
    checker->good = false;
}

static bool stands_in_text(const struct checker *checker, const struct token *name)
{
    struct scanner scanner;
    struct token token;

    scanner_start(&scanner, checker->text, checker->size);
    while ((token = scanner_next_code(&scanner)).kind != TOKEN_END)
        if (token.length == name->length && memcmp(token.start, name->start, name->length) == 0)
            return true;
    return false;
}

static bool is_known(const struct checker *checker, const char *prefix, const struct token *name)
{
    char *full = format("%s%.*s", prefix, (int)name->length, name->start);
    char *file = linux_index_find(checker->index, full);

    free(full);
    free(file);
    return file != NULL;
}

static bool is_declared(const struct checker *checker, const struct token *name)
{
    for (size_t i = 0; i < checker->declared.count; i++)
        if (token_is(name, checker->declared.name[i]))
            return true;
    return false;
}

/* One declaration, "TYPE or kind, names;": its types must exist, its names become declared. */
static void read_declaration(struct checker *checker, const char *start, size_t size, unsigned line)
{
    static const char *const tags[] = { "struct", "union", "enum", NULL };
    struct scanner scanner;
    struct token before = { 0 };
    bool type_ended = false;        /* what follows are the names that are declared */
    bool own_type = false;          /* "typedef x;" introduces x instead of using it */

    scanner_start(&scanner, start, size);
    for (;;) {
        struct token token = scanner_next_code(&scanner);
        struct scanner ahead = scanner;
        struct token after = scanner_next_code(&ahead);

        if (token.kind == TOKEN_END)
            return;
        if (token_is_mark(&token, '=') || token_is_mark(&token, '!') || token_is_mark(&token, '~'))
            return;                 /* a constraint: another language */
        if (token.kind == TOKEN_NAME) {
            bool is_tag = before.kind == TOKEN_NAME && is_one_of(&before, tags);
            if (token_is(&token, "typedef"))
                own_type = true;
            if (is_tag) {
                char *prefix = format("%.*s ", (int)before.length, before.start);
                if (!is_declared(checker, &token) && !is_known(checker, prefix, &token) &&
                    !stands_in_text(checker, &token))
                    fault(checker, &token, line + token.line - 1,
                          "is no type of Linux's or of the code converted",
                          "spatch would never match it; is it misspelt?");
                free(prefix);
                type_ended = true;
            } else if (!type_ended && (is_one_of(&token, kinds) || is_one_of(&token, c_types))) {
                /* still on the way to the names */
            } else if (is_one_of(&token, tags)) {
                /* the tag follows */
            } else if (!type_ended && !own_type && (after.kind == TOKEN_NAME || token_is_mark(&after, '*')) &&
                       !is_declared(checker, &token)) {
                if (!is_known(checker, "", &token) && !stands_in_text(checker, &token))
                    fault(checker, &token, line + token.line - 1,
                          "is no type of Linux's or of the code converted",
                          "spatch would never match it; is it misspelt?");
                type_ended = true;
            } else {
                names_add_part(&checker->declared, token.start, token.length);
            }
        }
        before = token;
    }
}

/* Whether a name in a body may stand for itself. */
static bool may_stand(const struct checker *checker, const struct token *before, const struct token *name)
{
    static const char *const tags[] = { "struct", "union", "enum", NULL };

    if (is_declared(checker, name) || is_one_of(name, c_words))
        return true;
    if (token_is_mark(before, '.') || token_is_mark(before, '>') || token_is_mark(before, '@'))
        return true;                /* a member, or a position */
    if (before->kind == TOKEN_NAME && is_one_of(before, tags))
        return true;
    return is_known(checker, "", name);
}

/* One line of a body that matches, without its first column. */
static void read_body_line(struct checker *checker, const char *start, size_t size, unsigned line)
{
    struct scanner scanner;
    struct token before = { 0 };

    scanner_start(&scanner, start, size);
    for (;;) {
        struct token token = scanner_next_code(&scanner);
        if (token.kind == TOKEN_END || token.directive)
            return;
        if (token.kind == TOKEN_NAME && !may_stand(checker, &before, &token))
            fault(checker, &token, line, "is declared neither in the rule nor by Linux",
                  "declare a metavariable, or `symbol NAME;` if it stands for itself");
        before = token;
    }
}

/* Metavariables end with their rule; rules inherit under the names rule.x, whose last part
 * is declared again. */
static void begin_rule(struct checker *checker, const char *line, size_t length)
{
    char *header = format("%.*s", (int)length, line);

    names_free(&checker->declared);
    checker->script = strstr(header, "script:") || strstr(header, "initialize:") ||
        strstr(header, "finalize:");
    free(header);
}

bool patch_check(const struct patch *patch, const struct linux_index *index, const char *text, size_t size)
{
    struct checker checker = { .patch = patch, .index = index, .text = text, .size = size, .good = true };
    enum part part = OUTSIDE;
    const char *declaration = NULL;
    unsigned number = 1, declaration_line = 0;

    for (const char *line = patch->text; *line; number++) {
        size_t length = strcspn(line, "\n");
        bool ends_header = length >= 2 && line[0] == '@' && line[length - 1] == '@';

        if (part != DECLARATIONS && length && line[0] == '@') {
            begin_rule(&checker, line, length);
            part = ends_header ? DECLARATIONS : HEADER;
            declaration = NULL;
        } else if (part == HEADER && length && line[length - 1] == '@') {
            part = DECLARATIONS;
        } else if (part == DECLARATIONS && ends_header) {
            part = BODY;
        } else if (part == DECLARATIONS && !checker.script) {
            if (!declaration) {
                declaration = line;
                declaration_line = number;
            }
            const char *end = line + length;
            for (const char *stop; (stop = memchr(declaration, ';', end - declaration));
                 declaration = stop + 1)
                read_declaration(&checker, declaration, stop - declaration, declaration_line);
            if (!declaration[strspn(declaration, " \t")] || declaration[strspn(declaration, " \t")] == '\n')
                declaration = NULL;
        } else if (part == BODY && !checker.script && length && line[0] != '+' && line[0] != '#') {
            read_body_line(&checker, line + (line[0] == '-'), length - (line[0] == '-'), number);
        }
        line += length + (line[length] == '\n');
    }
    names_free(&checker.declared);
    return checker.good;
}
