/* SPDX-License-Identifier: GPL-2.0-only */
/* The scanner for C: which lines are code, comment or blank, against lines counted by hand;
 * and that it comes to an end on any bytes. */
#include <stdlib.h>

#include "base/scanner.h"
#include "base/text.h"
#include "tap.h"

/* `kinds` has one letter a line: b blank, c comment, x code. */
static void check(const char *what, const char *text, const char *kinds)
{
    enum line_kind *found;
    size_t count = classify_lines(text, strlen(text), &found);
    char letters[64];

    for (size_t i = 0; i < count && i < sizeof letters - 1; i++)
        letters[i] = "bcx"[found[i]];
    letters[count < sizeof letters - 1 ? count : sizeof letters - 1] = 0;
    is_text(letters, kinds, "%s", what);
    free(found);
}

static void check_lines(void)
{
    check("nothing has no lines", "", "");
    check("a newline is one blank line", "\n", "b");
    check("a last line without a newline counts", "int a;\nint b;", "xx");
    check("white space is blank", " \t\r\n\f\n", "bb");
    check("a block comment covers its lines", "/* a\n\n * b */\nint c;\n", "cccx");
    check("code beside a comment is code", "int a; /* b\n c */ int d;\n// e\n", "xxc");
    check("a comment opens only once", "/* /* */ int a;\n", "x");
    check("// in a block comment is nothing", "/* // */ a\n", "x");
    check("/* in a line comment is nothing", "// /*\nint a;\n", "cx");
    check("a comment in a string is none", "char *s = \"/*\";\nint a;\n", "xx");
    check("a quote in a comment is none", "/* \" */\nint a;\n// '\nint b;\n", "cxcx");
    check("an escaped quote ends nothing", "f(\"\\\"/*\");\ng();\n", "xx");
    check("a character literal may be a quote", "c = '\"'; /* a\n*/\n", "xc");
    check("a string that is not closed ends with its line", "#error don't\nint a; /*\n*/\n", "xxc");
    check("a line comment may be continued", "// a \\\nb\nint c;\n", "ccx");
    check("a continued directive is code, backslashes too", "#define A \\\n\\\n1\n", "xxx");
    check("a comment in a directive", "#define A /* b\n c */ 1\nint d;\n", "xxx");
    check("an unclosed comment goes to the end", "int a;\n/* b\n\nc", "xccc");
    check("a slash alone is code", "a = b /\n c;\n", "xx");
}

static void check_tokens(void)
{
    static const char text[] = "#  define A(x) \\\n  x+0x1fUL /* c */ ; \nb->c1 = 1.5e-3f; 'x'";
    static const char *const expected[] = { "#", "define", "A", "(", "x", ")", "\\", "x", "+", "0x1fUL",
                                            "/* c */",
                                            ";", "b", "-", ">", "c1", "=", "1.5e-3f", ";", "'x'" };
    struct scanner scanner;
    size_t i = 0;

    scanner_start(&scanner, text, strlen(text));
    for (struct token token; (token = scanner_next(&scanner)).kind != TOKEN_END; i++) {
        char word[32];
        snprintf(word, sizeof word, "%.*s", (int)token.length, token.start);
        if (i < sizeof expected / sizeof *expected)
            is_text(word, expected[i], "token %zu is %s", i, expected[i]);
        ok(token.directive == (i < 12), "token %zu stands %s the directive", i, i < 12 ? "in" : "outside");
    }
    is_number(i, sizeof expected / sizeof *expected, "and there are no more");
    ok(scanner_next(&scanner).kind == TOKEN_END, "the end stays the end");
}

/* Bytes that matter to the scanner, in any order: each token lies in the text, behind the last,
 * and the lines agree with the newlines. */
static void check_any_bytes(void)
{
    static const char alphabet[] = "/*\"'\\\n\r #a0.e+-";
    unsigned state = 1;
    bool good = true;

    for (unsigned round = 0; round < 20000 && good; round++) {
        size_t size = round % 24;
        char *text = allocate(size);    /* its exact size, so that a read beyond it is noticed */
        struct scanner scanner;
        unsigned newlines = 1;
        for (size_t i = 0; i < size; i++) {
            state = state * 1103515245 + 12345;
            text[i] = alphabet[(state >> 16) % (sizeof alphabet - 1)];
        }
        scanner_start(&scanner, text, size);
        const char *last = text, *counted = text;
        for (struct token token; good && (token = scanner_next(&scanner)).kind != TOKEN_END;
             last = token.start + 1) {
            for (; counted < token.start; counted++)
                newlines += *counted == '\n';
            good = token.length > 0 && token.start >= last && token.start + token.length <= text + size &&
                token.line == newlines && token.last_line >= token.line;
        }
        free(text);
    }
    ok(good, "any bytes are scanned to their end, with the right lines");
}

int main(void)
{
    check_lines();
    check_tokens();
    check_any_bytes();
    return tap_end();
}
