/* SPDX-License-Identifier: GPL-2.0-only */
/* The gap check: gathers what headers, compiler and symbols say is missing. */
#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "base/command.h"
#include "base/files.h"
#include "base/message.h"
#include "base/options.h"
#include "base/progress.h"
#include "convert/gap.h"
#include "convert/mention.h"

/* Where Linux defines it: "struct x.member" with its struct, "<linux/x.h>" by itself. */
static char *home_of(const struct conversion *conversion, const char *symbol)
{
    char *name = format("%.*s", (int)strcspn(symbol, "."), symbol);
    char *home = NULL;

    if (*symbol == '<') {
        static const char *const roots[] = { "include", "arch/x86/include", "include/uapi" };
        for (size_t i = 0; i < 3 && !home; i++) {
            home = format("%s/%.*s", roots[i], (int)strlen(symbol) - 2, symbol + 1);
            char *path = format("%s/%s", conversion->linux_folder, home);
            if (!file_exists(path)) {
                free(home);
                home = NULL;
            }
            free(path);
        }
    } else {
        home = linux_index_find(&conversion->index, name);
    }
    free(name);
    return home;
}

void gap_add(struct gaps *gaps, const struct conversion *conversion, const char *symbol, const char *file,
             unsigned line)
{
    for (size_t i = 0; i < gaps->count; i++)
        if (strcmp(gaps->gap[i].symbol, symbol) == 0)
            return;
    gaps->gap = reallocate(gaps->gap, (gaps->count + 1) * sizeof *gaps->gap);
    gaps->gap[gaps->count++] = (struct gap){ .symbol = format("%s", symbol), .file = format("%s", file),
                                             .line = line, .defined_in = home_of(conversion, symbol) };
}

/* `make port-flags` brings linuxcompat up to date and prints "compiler ..." and
 * "libraries ...". */
static bool read_flags(struct port_flags *flags)
{
    struct command command = { .limit = 600 };
    struct result result;

    unsetenv("MAKEFLAGS");
    unsetenv("MAKELEVEL");
    command_add_words(&command, "make -s --no-print-directory port-flags");
    bool good = command_run(&command, &result) == 0;
    for (char *line = result.output; good && *line; ) {
        size_t length = strcspn(line, "\n");
        char *words = format("%.*s", (int)length, line);
        if (starts_with(words, "compiler "))
            names_add_words(&flags->compiler, words + strlen("compiler "));
        if (starts_with(words, "libraries "))
            names_add_words(&flags->libraries, words + strlen("libraries "));
        free(words);
        line += length + (line[length] == '\n');
    }
    if (!good || !flags->compiler.count) {
        report_error(*result.errors ? result.errors : "it prints no flags", "linuxcompat must build before a "
                     "driver can be compiled against it", "make port-flags");
        good = false;
    }
    command_free(&command);
    result_free(&result);
    return good;
}

/* The first use of a symbol in the converted code. */
static void place_of(const struct conversion *conversion, const char *symbol, const char **file,
                     unsigned *line)
{
    struct names names = { 0 };

    *file = conversion->files[0].path;
    *line = 0;
    names_add(&names, symbol);
    for (size_t i = 0; i < conversion->file_count && !*line; i++) {
        size_t size;
        char *text = file_read(conversion->files[i].converted, &size);
        struct mention *mentions = NULL;
        size_t count = text ? find_mentions(text, size, &names, &mentions) : 0;
        for (size_t j = 0; j < count && !*line; j++) {
            if (mentions[j].place == MENTION_CALL || mentions[j].place == MENTION_ADDRESS) {
                *file = conversion->files[i].path;
                *line = mentions[j].line;
            }
        }
        free(mentions);
        free(text);
    }
    names_free(&names);
}

/* The port's own C files are linked with the driver and define symbols for it. */
static bool compile_own(struct conversion *conversion, const struct port_flags *flags, struct names *objects)
{
    char *pattern = format("ported/%s/*.c", conversion->name);
    glob_t found = { 0 };
    bool good = true;

    if (conversion->is_port && glob(pattern, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            struct command command = { 0 };
            struct result result;
            char *object = format("%s/objects/%s.o", conversion->folder, found.gl_pathv[i]);
            folders_make(object);
            compile_command(&command, conversion, flags, found.gl_pathv[i], object);
            command_add_words(&command, "-fdiagnostics-format=text");
            if (command_run(&command, &result) == 0) {
                names_add(objects, object);
            } else {
                report_error(result.errors, "the port's own code does not compile", "%s", found.gl_pathv[i]);
                good = false;
            }
            command_free(&command);
            result_free(&result);
            free(object);
        }
        globfree(&found);
    }
    free(pattern);
    return good;
}

/* A stub must stand in for something that is used and that nothing else defines. */
static bool check_stubs(struct gaps *gaps, const struct conversion *conversion, struct names *missing)
{
    struct names left = { 0 };
    bool good = true;

    for (size_t i = 0; i < conversion->manifest.stub_count; i++) {
        const struct manifest_stub *stub = &conversion->manifest.stubs[i];
        if (names_contain(missing, stub->symbol)) {
            gaps->stubs++;
            continue;
        }
        report_error("is declared as a stub and is not missing",
                     "remove it: linuxcompat has it, or the driver does not call it",
                     "ported/%s/manifest.json: stubs[%zu]: %s", conversion->name, i, stub->symbol);
        good = false;
    }
    for (size_t i = 0; i < missing->count; i++) {
        bool is_stub = false;
        for (size_t j = 0; j < conversion->manifest.stub_count; j++)
            is_stub |= strcmp(conversion->manifest.stubs[j].symbol, missing->name[i]) == 0;
        if (!is_stub)
            names_add(&left, missing->name[i]);
    }
    names_free(missing);
    *missing = left;
    return good;
}

static bool find_undefined(struct gaps *gaps, struct conversion *conversion, const struct port_flags *flags,
                           struct names *objects, bool *good)
{
    struct names missing = { 0 };

    if (!undefined_symbols(objects, &flags->libraries, &missing))
        return false;
    *good &= check_stubs(gaps, conversion, &missing);
    for (size_t i = 0; i < missing.count; i++) {
        const char *file;
        unsigned line;
        place_of(conversion, missing.name[i], &file, &line);
        gap_add(gaps, conversion, missing.name[i], file, line);
    }
    names_free(&missing);
    return true;
}

int gaps_find(struct gaps *gaps, struct conversion *conversion, bool dry_run, bool *good)
{
    struct port_flags flags = { 0 };
    struct names objects = { 0 };
    bool compiled = true;

    *gaps = (struct gaps){ 0 };
    if (!read_flags(&flags))
        return UNPREPARED;
    if (!dry_run && !stubs_write(conversion))
        return FAILED;
    gaps->checked = true;
    for (size_t i = 0; i < conversion->file_count; i++) {
        const struct converted_file *file = &conversion->files[i];
        if (file->is_header)
            continue;
        if (!dry_run)
            progress_step("converting %s: compiling %s", conversion->name, base_name(file->path));
        char *object = format("%s/objects/%s.o", conversion->folder, file->path);
        if (!dry_run)
            *good &= gaps_of_headers(gaps, conversion, &flags, file);
        if (gaps_of_source(gaps, conversion, &flags, file, object, dry_run, good)) {
            names_add(&objects, object);
        } else {
            compiled = false;
            *good &= gaps_of_declared(gaps, conversion, &flags, file);
        }
        free(object);
    }
    progress_clear();
    if (!dry_run && compiled) {
        *good &= compile_own(conversion, &flags, &objects);
        *good &= find_undefined(gaps, conversion, &flags, &objects, good);
    }
    names_free(&objects);
    names_free(&flags.compiler);
    names_free(&flags.libraries);
    return DONE;
}
