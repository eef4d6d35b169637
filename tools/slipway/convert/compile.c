/* SPDX-License-Identifier: GPL-2.0-only */
/* Compiling a converted source, and sorting the compiler's errors: names that linuxcompat
 * lacks, errors that only follow from these, and the rest. */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/command.h"
#include "base/files.h"
#include "base/message.h"
#include "base/scanner.h"
#include "convert/gap.h"
#include "convert/mention.h"

/* As Linux's build does, for messages: the file's name as a C name. */
static void add_module_name(struct command *command, const char *source)
{
    const char *base = base_name(source);
    char *name = format("%.*s", (int)strcspn(base, "."), base);

    for (char *dash = strchr(name, '-'); dash; dash = strchr(dash, '-'))
        *dash = '_';
    command_add(command, "-DKBUILD_MODNAME=\"%s\"", name);
    free(name);
}

void compile_command(struct command *command, const struct conversion *conversion,
                     const struct port_flags *flags, const char *source, const char *object)
{
    for (size_t i = 0; i < flags->compiler.count; i++)
        command_add(command, "%s", flags->compiler.name[i]);
    for (size_t i = 0; i < conversion->manifest.defines.count; i++)
        command_add(command, "-D%s", conversion->manifest.defines.name[i]);
    add_module_name(command, source);
    if (conversion->manifest.stub_count) {
        command_add(command, "-include");
        command_add(command, "%s/stubs.h", conversion->folder);
    }
    /* What gcc only warns of, though no call can go well after it. */
    command_add_words(command, "-Werror=implicit-function-declaration -Werror=implicit-int "
                               "-Werror=int-conversion -Werror=incompatible-pointer-types");
    command_add_words(command, "-idirafter");
    command_add(command, "%s/missing", conversion->folder);
    command_add_words(command, "-fdiagnostics-format=json -c");
    command_add(command, "%s", source);
    command_add_words(command, "-o");
    command_add(command, "%s", object);
}

/* What is needed to judge errors of one source. */
struct judge {
    struct gaps *gaps;
    const struct conversion *conversion;
    const struct converted_file *file;
    char *text;                 /* of the converted file */
    size_t size;
    struct names visible;       /* names in what its headers came to; filled when first needed */
    const struct port_flags *flags;
    struct names unexplained;   /* "FILE:LINE: message" */
};

static char *line_of(const char *text, size_t size, unsigned number)
{
    const char *line = text, *end = text + size;

    for (; number > 1 && line; number--) {
        line = memchr(line, '\n', end - line);
        line += line != NULL;
    }
    return line ? format("%.*s", (int)strcspn(line, "\n"), line) : format("%s", "");
}

/* Collects the names that stand in the headers, after preprocessing. */
static void collect_visible(struct judge *judge)
{
    size_t size;
    char *text = preprocessed_headers(judge->conversion, judge->flags, judge->file, &size);
    struct scanner scanner;
    struct token token;

    names_add(&judge->visible, "");
    scanner_start(&scanner, text, size);
    while ((token = scanner_next_code(&scanner)).kind != TOKEN_END)
        if (token.kind == TOKEN_NAME)
            names_add_part(&judge->visible, token.start, token.length);
    free(text);
    names_sort(&judge->visible);
}

static int compare_names(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static bool is_visible(struct judge *judge, const char *name)
{
    if (!judge->visible.count)
        collect_visible(judge);
    if (bsearch(&name, judge->visible.name, judge->visible.count, sizeof name, compare_names))
        return true;
    char *macro = format("#define %s", name);
    bool own = strstr(judge->text, macro) != NULL;
    free(macro);
    return own;
}

/* A macro that is missing breaks the syntax around it. Looks on the line, and the one before, for
 * a name that Linux defines and that is not visible here. */
static char *invisible_name(struct judge *judge, unsigned line)
{
    for (unsigned number = line; number && number + 1 >= line; number--) {
        char *text = line_of(judge->text, judge->size, number);
        struct scanner scanner;
        struct token token;

        scanner_start(&scanner, text, strlen(text));
        while ((token = scanner_next_code(&scanner)).kind != TOKEN_END) {
            if (token.kind != TOKEN_NAME)
                continue;
            char *name = format("%.*s", (int)token.length, token.start);
            char *home = linux_index_find(&judge->conversion->index, name);
            bool found = home && !is_visible(judge, name);
            free(home);
            if (found) {
                free(text);
                return name;
            }
            free(name);
        }
        free(text);
    }
    return NULL;
}

/* Whether a name is the driver's own: then it is not missing, but its definition was not
 * understood because of something else that is. So is a member of a type that is missing. */
static bool only_follows(const struct judge *judge, const char *symbol)
{
    size_t length = strcspn(symbol, ".");
    struct names names = { 0 };
    struct mention *mentions = NULL;
    size_t size;

    for (size_t i = 0; symbol[length] && i < judge->gaps->count; i++)
        if (strlen(judge->gaps->gap[i].symbol) == length && starts_with(symbol, judge->gaps->gap[i].symbol))
            return true;
    char *home = linux_index_find(&judge->conversion->index, symbol);
    free(home);
    if (home || symbol[length])
        return false;
    char *text = file_read(judge->file->pristine, &size);
    names_add(&names, symbol);
    size_t count = text ? find_mentions(text, size, &names, &mentions) : 0;
    names_free(&names);
    free(mentions);
    free(text);
    return count > 0;
}

static void judge_error(struct judge *judge, const char *message, const char *file, unsigned line)
{
    bool in_source = strcmp(file, judge->file->converted) == 0;
    char *text = in_source ? line_of(judge->text, judge->size, line) : format("%s", "");
    char *symbol = missing_symbol(message, text);

    if (!symbol && in_source)
        symbol = invisible_name(judge, line);
    if (symbol && !only_follows(judge, symbol)) {
        gap_add(judge->gaps, judge->conversion, symbol, in_source ? judge->file->path : file, line);
    } else {
        char *whole = format("%s:%u: %s", file, line, message);
        names_add(&judge->unexplained, whole);
        free(whole);
    }
    free(symbol);
    free(text);
}

/* gcc prints an array of diagnostics. Their first location is where to look; inside a macro of
 * a header it is the place of the macro's use. */
static bool judge_diagnostics(struct judge *judge, const char *output)
{
    json_t *all = json_loads(output, JSON_DISABLE_EOF_CHECK, NULL), *diagnostic;
    size_t i;

    if (!json_is_array(all)) {
        json_decref(all);
        return false;
    }
    json_array_foreach(all, i, diagnostic) {
        const char *kind = json_string_value(json_object_get(diagnostic, "kind"));
        const char *message = json_string_value(json_object_get(diagnostic, "message"));
        json_t *location = json_array_get(json_object_get(diagnostic, "locations"), 0);
        json_t *caret = json_object_get(location, "caret");
        const char *file = json_string_value(json_object_get(caret, "file"));
        if (kind && message && (strcmp(kind, "error") == 0 || strcmp(kind, "fatal error") == 0))
            judge_error(judge, message, file ? file : judge->file->converted,
                        json_integer_value(json_object_get(caret, "line")));
    }
    json_decref(all);
    return true;
}

/* Errors without a missing name follow from gaps if there are any; else the patches wrote
 * something that does not compile. */
static void settle(struct judge *judge, bool *good)
{
    if (judge->gaps->count) {
        judge->gaps->followers += judge->unexplained.count;
        return;
    }
    for (size_t i = 0; i < judge->unexplained.count; i++) {
        char *where = judge->unexplained.name[i];
        char *message = strstr(where, ": ");
        *message = 0;
        report_error(message + 2, "the converted file does not compile; is a patch wrong?", "%s", where);
        *good = false;
    }
}

bool gaps_of_source(struct gaps *gaps, const struct conversion *conversion, const struct port_flags *flags,
                    const struct converted_file *file, const char *object, bool dry_run, bool *good)
{
    struct command command = { 0 };
    struct result result;
    struct judge judge = { .gaps = gaps, .conversion = conversion, .file = file, .flags = flags };

    compile_command(&command, conversion, flags, file->converted, object);
    if (dry_run) {
        char *text = command_text(&command);
        puts(text);
        free(text);
        command_free(&command);
        return true;
    }
    judge.text = file_read(file->converted, &judge.size);
    if (folders_make(object) < 0)
        report_error(strerror(errno), NULL, "%s", object);
    int status = command_run(&command, &result);
    command_free(&command);
    if (status != 0 && !judge_diagnostics(&judge, result.errors)) {
        report_error(*result.errors ? result.errors : "the compiler failed without a word", NULL, "%s",
                     file->converted);
        *good = false;
    }
    settle(&judge, good);
    result_free(&result);
    names_free(&judge.visible);
    names_free(&judge.unexplained);
    free(judge.text);
    return status == 0;
}
