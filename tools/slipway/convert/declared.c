/* SPDX-License-Identifier: GPL-2.0-only */
/* Functions that are declared but defined nowhere, found without an object: a source that
 * does not compile has no symbols yet, and its whole list of gaps is wanted at once. */
#include <stdlib.h>
#include <string.h>

#include "base/command.h"
#include "base/definitions.h"
#include "base/files.h"
#include "base/scanner.h"
#include "convert/gap.h"

/* Line markers ("# 12 "file" ...") tell which file the lines after them come from. */
char *preprocessed_headers(const struct conversion *conversion, const struct port_flags *flags,
                           const struct converted_file *file, size_t *size)
{
    struct command command = { 0 };
    struct result result;
    char *converted = format("\"%s/converted/", conversion->folder);
    bool outside = false;

    compile_command(&command, conversion, flags, file->converted, "-");
    command_add_words(&command, "-E -dD");
    command_run(&command, &result);
    command_free(&command);
    char *out = result.output;
    for (const char *line = result.output; *line; ) {
        size_t length = strcspn(line, "\n");
        length += line[length] == '\n';
        if (starts_with(line, "# ")) {
            const char *place = memmem(line, length, converted, strlen(converted));
            outside = place == NULL;
        } else if (outside) {
            memmove(out, line, length);
            out += length;
        }
        line += length;
    }
    *size = out - result.output;
    char *text = format("%.*s", (int)*size, result.output);
    result_free(&result);
    free(converted);
    return text;
}

struct declarations {
    struct names declared;      /* functions that some header only declares */
    struct names defined;       /* macros, inline functions, functions of converted files */
};

static void found(void *context, enum definition_kind kind, const char *name, size_t length)
{
    struct declarations *declarations = context;

    if (kind == DEFINED_PROTOTYPE)
        names_add_part(&declarations->declared, name, length);
    else if (kind == DEFINED_INLINE || kind == DEFINED_MACRO)
        names_add_part(&declarations->defined, name, length);
}

static int compare(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static bool contain(const struct names *sorted, const char *name)
{
    return sorted->count && bsearch(&name, sorted->name, sorted->count, sizeof name, compare);
}

static void add_calls(struct gaps *gaps, const struct conversion *conversion,
                      const struct converted_file *file,
                      const struct declarations *declarations)
{
    size_t size;
    char *text = file_read(file->converted, &size);
    struct scanner scanner;
    struct token before = { 0 }, token;

    scanner_start(&scanner, text, text ? size : 0);
    while ((token = scanner_next_code(&scanner)).kind != TOKEN_END) {
        struct scanner ahead = scanner;
        struct token after = scanner_next_code(&ahead);
        if (token.kind == TOKEN_NAME && token_is_mark(&after, '(') && !token_is_mark(&before, '.') &&
            !token_is_mark(&before, '>')) {
            char *name = format("%.*s", (int)token.length, token.start);
            if (contain(&declarations->declared, name) && !contain(&declarations->defined, name))
                gap_add(gaps, conversion, name, file->path, token.line);
            free(name);
        }
        before = token;
    }
    free(text);
}

bool gaps_of_declared(struct gaps *gaps, const struct conversion *conversion, const struct port_flags *flags,
                      const struct converted_file *file)
{
    struct declarations declarations = { 0 };
    size_t size;
    char *text = preprocessed_headers(conversion, flags, file, &size);

    find_in_header(text, size, found, &declarations);
    free(text);
    for (size_t i = 0; i < conversion->file_count; i++) {
        text = file_read(conversion->files[i].converted, &size);
        if (text)
            find_in_header(text, size, found, &declarations);
        free(text);
    }
    bool good = defined_symbols(&flags->libraries, &declarations.defined);
    for (size_t i = 0; i < conversion->manifest.stub_count; i++)
        names_add(&declarations.defined, conversion->manifest.stubs[i].symbol);
    names_sort(&declarations.declared);
    names_sort(&declarations.defined);
    add_calls(gaps, conversion, file, &declarations);
    names_free(&declarations.declared);
    names_free(&declarations.defined);
    return good;
}
