/* SPDX-License-Identifier: GPL-2.0-only */
/* The loader's parser: the demonstration's description, each of its truncations, texts with
 * one mistake and their messages, and texts of random bytes. Each text lies in a block of
 * its exact size, so that AddressSanitizer sees a look past its end. */
#include <stdlib.h>

#include "tap.h"
#include "parse.h"

static struct parser parser;
static struct declaration declaration;

/* Parses all of a text. Returns the number of servers, or the negative status. */
static int parse_all(const char *text, u32 length)
{
    char *copy = malloc(length ? length : 1);
    int servers = 0;
    status result;

    memcpy(copy, text, length);
    parse_start(&parser, copy, length);
    while ((result = parse_next(&parser, &declaration)) > 0)
        servers += result == PARSED_SERVER;
    if (result < 0) {
        u32 line, column;

        parse_locate(&parser, parser.place, &line, &column);
        if (parser.place < copy || parser.place > copy + length || !line || !column
            || !strstr(parser.error, ", expected ") || parse_line_of(&parser, parser.place).length > length)
            abort();
    }
    free(copy);
    return result < 0 ? result : servers;
}

static int parse_text(const char *text)
{
    return parse_all(text, strlen(text));
}

static char *read_file(const char *path, u32 *length)
{
    static char text[65536];
    FILE *file = fopen(path, "rb");

    *length = file ? fread(text, 1, sizeof text, file) : 0;
    if (file)
        fclose(file);
    return text;
}

/* The first server of a text stays to be looked at. */
static status parse_first(const char *text)
{
    parse_start(&parser, text, strlen(text));
    return parse_next(&parser, &declaration);
}

static const char *text_of(struct span span)
{
    static char buffers[4][300];
    static int next;
    char *buffer = buffers[next++ & 3];

    if (!span.start)
        return "nothing";
    snprintf(buffer, sizeof buffers[0], "%.*s", (int)span.length, span.start);
    return buffer;
}

static void test_server_line(void)
{
    ok(parse_first("# comment\n\n  nic = rtl8139(pci.device(10ec:8139,1), clock, -,ports(0x60-0x64) )"
                   " in kernel restart trace { media = 100 ; quirk a b=c # why\n debug 7 } # end") == 1,
       "a server with everything");
    is_text(text_of(declaration.name), "nic", "its name");
    is_text(text_of(declaration.file), "rtl8139", "its file");
    is_text(text_of(declaration.domain), "kernel", "its domain");
    ok(declaration.trace && declaration.restart, "its words");
    is_number(declaration.argument_count, 4, "its references");
    is_text(text_of(declaration.arguments[0].whole), "pci.device(10ec:8139,1)", "an object of a server");
    is_text(text_of(declaration.arguments[0].server), "pci", "the object's server");
    is_text(text_of(declaration.arguments[0].object), "device(10ec:8139,1)", "the object's name");
    is_text(text_of(declaration.arguments[1].object), "clock", "a bare name");
    ok(!declaration.arguments[1].server.start, "a bare name has no server");
    ok(!declaration.arguments[2].object.start, "an optional reference that is left out");
    is_text(text_of(declaration.arguments[3].object), "ports(0x60-0x64)", "an object of the kernel");
    is_number(declaration.setting_count, 3, "its settings");
    is_text(text_of(declaration.settings[0].name), "media", "a setting's name");
    is_text(text_of(declaration.settings[0].value), "100", "a value behind `=`");
    is_text(text_of(declaration.settings[1].value), "a b=c", "a value with blanks and `=`, before a comment");
    is_text(text_of(declaration.settings[2].value), "7", "a value on the next line");
    is_number(parse_next(&parser, &declaration), 0, "the end of the text");

    ok(parse_first("a = b()\r\nc = d()") == 1 && parse_next(&parser, &declaration) == 1,
       "lines that end in CR LF");
    ok(parse_first("a = b() {}") == 1 && declaration.braces && !declaration.setting_count, "empty braces");
    ok(parse_first("") == 0, "an empty text");
    ok(parse_first("# only a comment") == 0, "a text of one comment");
}

static void test_placements(void)
{
    ok(parse_first("domain driver { budget = 50 } # ms\nplacement each { # why\n nic in driver restart; a in b\n\n"
                   "c in kernel trace # why\n}\nplacement none {}\ndomain = placement()\nplacement = domain()")
       == PARSED_DOMAIN, "a domain");
    is_text(text_of(declaration.name), "driver", "its name");
    is_text(text_of(declaration.settings[0].name), "budget", "its setting");
    is_text(text_of(declaration.settings[0].value), "50", "the setting's value");
    ok(parse_next(&parser, &declaration) == PARSED_PLACEMENT, "a placement");
    is_text(text_of(declaration.name), "each", "its name");
    ok(parse_next(&parser, &declaration) == PARSED_ENTRY, "its first entry");
    is_text(text_of(declaration.name), "nic", "names a server");
    is_text(text_of(declaration.domain), "driver", "and a domain");
    ok(declaration.restart && !declaration.trace, "and has a word");
    ok(parse_next(&parser, &declaration) == PARSED_ENTRY && !declaration.restart, "the next entry on that line");
    ok(parse_next(&parser, &declaration) == PARSED_ENTRY && declaration.trace, "one on another line");
    ok(parse_next(&parser, &declaration) == PARSED_PLACEMENT, "a placement without entries");
    is_text(text_of(declaration.name), "none", "its name");
    ok(parse_next(&parser, &declaration) == PARSED_SERVER, "a server may be called `domain`");
    ok(parse_next(&parser, &declaration) == PARSED_SERVER, "or `placement`");
    is_text(text_of(declaration.file), "domain", "and its file too");
    ok(parse_next(&parser, &declaration) == PARSED_END, "the end of the text");
    ok(parse_first("a = b() restart") == PARSED_SERVER && declaration.restart && !declaration.domain.start,
       "a word without a domain");
    ok(parse_first("domain a") == PARSED_DOMAIN && !declaration.braces, "a domain without settings");
    ok(parse_first("in = in() in in") == PARSED_SERVER, "a server called `in`");
}

/* A line can be read again, also from between the braces of a placement. */
static void test_again(void)
{
    const char *first;

    ok(parse_first("a = b(c)\nplacement d {\na in e\n}") == PARSED_SERVER, "a server");
    first = declaration.name.start;
    parse_next(&parser, &declaration);
    ok(parse_next(&parser, &declaration) == PARSED_ENTRY, "an entry");
    parse_again(&parser, first);
    ok(parse_next(&parser, &declaration) == PARSED_SERVER, "the server again");
    is_text(text_of(declaration.file), "b", "its file");
    ok(parse_next(&parser, &declaration) == PARSED_PLACEMENT, "and on from there");
}

static void test_mistakes(void)
{
    static const struct {
        const char *text;
        u32 line, column;
        const char *error;
    } mistakes[] = {
        { "= b()", 1, 1, "`=`, expected the name of a server, `domain` or `placement`" },
        { "\n  a b()", 2, 5, "`b`, expected `=`" },
        { "a = ()", 1, 5, "`(`, expected the name of a server file" },
        { "a = b", 1, 6, "end of file, expected `(` and the references" },
        { "a = b\n()", 1, 6, "end of line, expected `(` and the references" },
        { "a = b(,c)", 1, 7, "`,`, expected a reference: a name, `server.name` or `-`" },
        { "a = b(c,)", 1, 9, "`)`, expected a reference behind `,`" },
        { "a = b(c d)", 1, 9, "`d`, expected `,` or `)`" },
        { "a = b(c\n)", 1, 8, "end of line, expected `,` or `)`" },
        { "a = b(c.)", 1, 9, "`)`, expected the name of an object behind `.`" },
        { "a = b(c(d(e)))", 1, 10, "`(`, expected `)` behind the name of an object" },
        { "a = b(c(d\n", 1, 10, "end of line, expected `)` behind the name of an object" },
        { "a = b() on kernel", 1, 9, "`on`, expected `in`, `trace`, `restart`, `{` or the end of the line" },
        { "a = b() in {", 1, 12, "`{`, expected the name of a domain" },
        { "a = b() }", 1, 9, "`}`, expected `in`, `trace`, `restart`, `{` or the end of the line" },
        { "a = b() { c d", 1, 14, "end of file, expected `;`, `}` or the end of the line" },
        { "a = b() { c }", 1, 13, "`}`, expected a value" },
        { "a = b() { =d }", 1, 11, "`=`, expected a setting or `}`" },
        { "a = b() { c=\007 }", 1, 13, "byte 0x07, expected a value" },
        { "a = b() {} c", 1, 12, "`c`, expected the end of the line" },
        { "a = b(\377)", 1, 7, "byte 0xff, expected a reference: a name, `server.name` or `-`" },
        { "a = b() in c on", 1, 14, "`on`, expected `trace`, `restart`, `{` or the end of the line" },
        { "a = b() in c.d", 1, 13, "`.`, expected `trace`, `restart`, `{` or the end of the line" },
        { "a = b() in c trace\nin d", 2, 4, "`d`, expected `=`" },
        { "a = b() trace in c", 1, 15, "`in`, expected `trace`, `restart`, `{` or the end of the line" },
        { "a = b() trace restart trace", 1, 23, "the same word twice, expected it once" },
        { "domain { }", 1, 8, "`{`, expected the name of a domain" },
        { "domain a b", 1, 10, "`b`, expected `{` or the end of the line" },
        { "domain a { b }", 1, 14, "`}`, expected a value" },
        { "domain a {} in", 1, 13, "`in`, expected the end of the line" },
        { "placement", 1, 10, "end of file, expected the name of a placement" },
        { "placement a in b", 1, 13, "`in`, expected `{` and where servers run" },
        { "placement a\n{ }", 1, 12, "end of line, expected `{` and where servers run" },
        { "placement a { b }", 1, 17, "`}`, expected `in` and the name of a domain" },
        { "placement a { b in }", 1, 20, "`}`, expected the name of a domain" },
        { "placement a { b in c d", 1, 22, "`d`, expected `trace`, `restart`, `;`, `}` or the end of the line" },
        { "placement a { b in c,", 1, 21, "`,`, expected `trace`, `restart`, `;`, `}` or the end of the line" },
        { "placement a { b in c", 1, 21, "end of file, expected `trace`, `restart`, `;`, `}` or the end of the line" },
        { "placement a { b in c\n", 2, 1, "end of file, expected the name of a server, or `}`" },
        { "placement a { = }", 1, 15, "`=`, expected the name of a server, or `}`" },
        { "placement a { b in c } d", 1, 24, "`d`, expected the end of the line" },
        { "placement a { placement b { } }", 1, 25, "`b`, expected `in` and the name of a domain" },
        { "a234567890123456789012345678901234567890123456789012345678901234 = b()", 1, 1,
          "too many characters in a name, expected at most 63" },
    };

    for (u32 i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
        u32 line = 0, column = 0;
        status result = parse_first(mistakes[i].text);

        while (result > 0)
            result = parse_next(&parser, &declaration);
        parse_locate(&parser, parser.place, &line, &column);
        ok(result == E_INVAL && line == mistakes[i].line && column == mistakes[i].column,
           "mistake %u is at %u:%u (%u:%u)", i, mistakes[i].line, mistakes[i].column, line, column);
        is_text(parser.error, mistakes[i].error, "its message");
    }
}

/* One more than the limit of references, of settings, of a value's and an object's length. */
static void test_limits(void)
{
    char text[2048];

    strcpy(text, "a = b(c");
    for (u32 i = 1; i < PARSE_ARGUMENTS_MAX; i++)
        strcat(text, ",c");
    ok(parse_text(strcat(text, ")")) == 1, "as many references as possible");
    text[strlen(text) - 1] = 0;
    ok(parse_text(strcat(text, ",c)")) < 0, "one more is refused");
    is_text(parser.error, "too many references, expected at most 64", "its message");

    strcpy(text, "a = b() {");
    for (u32 i = 0; i < PARSE_SETTINGS_MAX; i++)
        strcat(text, "c=d;");
    ok(parse_text(strcat(text, "}")) == 1, "as many settings as possible");
    text[strlen(text) - 1] = 0;
    ok(parse_text(strcat(text, "c=d}")) < 0, "one more is refused");
    is_text(parser.error, "too many settings, expected at most 64", "its message");

    snprintf(text, sizeof text, "a = b() { c=%0*d }", PARSE_VALUE_MAX, 0);
    ok(parse_text(text) == 1, "the longest value");
    snprintf(text, sizeof text, "a = b() { c=%0*d }", PARSE_VALUE_MAX + 1, 0);
    ok(parse_text(text) < 0, "a longer one is refused");

    snprintf(text, sizeof text, "a = b(c(%0*d))", PARSE_OBJECT_MAX - 3, 0);
    ok(parse_text(text) == 1, "the longest name of an object");
    snprintf(text, sizeof text, "a = b(c(%0*d))", PARSE_OBJECT_MAX - 2, 0);
    ok(parse_text(text) < 0, "a longer one is refused");
}

static void test_demonstration(void)
{
    u32 length;
    const char *text = read_file("systems/demo.system", &length);
    int servers = parse_all(text, length), most = 0;

    if (!ok(servers >= 5, "systems/demo.system describes %d servers", servers))
        tap_note("%s", parser.error);
    for (u32 cut = 0; cut < length; cut++) {
        int result = parse_all(text, cut);

        most = result > most ? result : most;
    }
    ok(most <= servers, "none of its %u truncations does harm", length);
}

/* Texts of words that bring the parser far, of any bytes, and with single bytes changed. */
static void test_random_texts(void)
{
    static const char *const words[] = {
        "a", " ", "\n", "=", "(", ")", "{", "}", ",", ".", ";", "#", "-", "in", "kernel", "a = b(", "placement", "domain",
        "trace", "\t",
        "\r", "\001", "\377",
    };
    u32 length, servers = 0;
    char demonstration[65536], text[400];

    memcpy(demonstration, read_file("systems/demo.system", &length), sizeof demonstration);
    srand(1);
    for (int round = 0; round < 50000; round++) {
        u32 used = 0, wanted = rand() % 300;

        while (used < wanted) {
            const char *word = words[rand() % (sizeof words / sizeof words[0])];

            memcpy(text + used, word, strlen(word));
            used += strlen(word);
        }
        for (u32 i = 0; round % 4 == 0 && i < used; i++)
            text[i] = rand();
        servers += parse_all(text, used) > 0;
    }
    for (int round = 0; round < 5000; round++) {
        char *at = &demonstration[rand() % length], was = *at;

        *at = rand();
        servers += parse_all(demonstration, length) > 0;
        *at = was;
    }
    ok(servers > 100, "%u of 55000 random texts describe servers, none does harm", servers);
}

int main(void)
{
    test_server_line();
    test_placements();
    test_again();
    test_mistakes();
    test_limits();
    test_demonstration();
    test_random_texts();
    return tap_end();
}
