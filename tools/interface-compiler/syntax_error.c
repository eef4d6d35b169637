/* SPDX-License-Identifier: GPL-2.0-only */
/* Syntax errors in words: what was found, what was expected, and what was probably meant. */
#include "syntax_error.h"

#include <ctype.h>
#include <string.h>

#include "diagnostic.h"

/* The token's own text: a word, or one character (`<=` is the only longer one). */
static const char *token_text(struct location location)
{
    const char *at = location_text(location);
    size_t length = 0;

    while (isalnum((unsigned char)at[length]) || at[length] == '_')
        length++;
    if (!length)
        length = strncmp(at, "<=", 2) ? 1 : 2;
    return arena_copy(at, length);
}

#define DOCUMENTATION_COMMENT "a documentation comment"      /* as in the grammar */

static bool is_described(const char *token)
{
    return !strncmp(token, "a ", 2) || !strncmp(token, "the ", 4);
}

static bool is_word(const char *text)
{
    return isalpha((unsigned char)*text) || *text == '_';
}

static const char *describe_found(const char *found, const char *text)
{
    if (!strcmp(found, "a name"))
        return arena_format("the name `%s`", text);
    if (!strcmp(found, "a number"))
        return arena_format("the number `%s`", text);
    if (!strcmp(found, "a scalar type") || (is_word(found) && !is_described(found)))
        return arena_format("the keyword `%s`", text);
    return is_described(found) ? found : arena_format("`%s`", found);
}

/* The tokens as a list. A documentation comment can stand in many places, but is no help. */
static const char *describe_expected(const char *const expected[], int count)
{
    const char *list = "", *last = NULL;

    for (int index = 0; index < count; index++) {
        const char *quote = is_described(expected[index]) ? "" : "`";

        if (!strcmp(expected[index], DOCUMENTATION_COMMENT))
            continue;
        if (last)
            list = arena_format("%s%s%s", list, *list ? ", " : "", last);
        last = arena_format("%s%s%s", quote, expected[index], quote);
    }
    return *list ? arena_format("%s or %s", list, last) : last;
}

static bool expects(const char *const expected[], int count, const char *token)
{
    for (int index = 0; index < count; index++) {
        if (!strcmp(expected[index], token))
            return true;
    }
    return false;
}

/* C types that do not cross an interface, and what to write in their place. */
static void suggest_type(const char *text)
{
    static const struct { const char *type, *instead; } table[] = {
        { "u64", "a 64-bit value crosses as two u32" }, { "i64", "a 64-bit value crosses as two u32" },
        { "int", "write i32" }, { "unsigned", "write u32" }, { "bool", "write u32, 0 or 1" },
        { "char", "write u8, or `in mem` for text" },
    };

    for (size_t index = 0; index < sizeof table / sizeof *table; index++) {
        if (!strcmp(text, table[index].type)) {
            report_help("%s", table[index].instead);
            return;
        }
    }
    if (isupper((unsigned char)*text))
        report_help("a reference is written `ref %s`", text);
    else
        report_help("the scalar types are u8, u16, u32, i8, i16 and i32");
}

void syntax_error(struct location location, const char *found, const char *const expected[], int count)
{
    const char *text = token_text(location);
    bool keyword = is_word(text) && strcmp(found, "a name");

    report_error(location, "found %s, expected %s", describe_found(found, text),
                 describe_expected(expected, count));
    if (keyword && expects(expected, count, "a name"))
        report_help("`%s` is a keyword of the language; choose another name", text);
    else if (!strcmp(found, "a name") && expects(expected, count, "a scalar type"))
        suggest_type(text);
    else if (!strcmp(found, DOCUMENTATION_COMMENT))
        report_help("`/** */` stands before an interface, a function, a server or a line of a server; "
                    "write `/* */` elsewhere");
    else if (expects(expected, count, "the end of the file"))
        report_help("a file holds one interface or one server");
}
