/* SPDX-License-Identifier: GPL-2.0-only */
/* The functions of an ELF file, by nm, which reads its debug information too.
 *
 * A function without a size, as in assembly, reaches as far as the next one; the last one to the end
 * of its page. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attribution/functions.h"
#include "base/command.h"
#include "base/files.h"
#include "base/message.h"
#include "base/run.h"

enum { PAGE_SIZE = 4096 };

/* What follows the last `mark` in a path, or null. */
static const char *after(const char *path, const char *mark)
{
    const char *found = NULL;

    for (const char *next = strstr(path, mark); next; next = strstr(next + 1, mark))
        found = next + strlen(mark);
    return found;
}

/* A source file's name as one knows it, in new memory: below the root of what it belongs to, which for
 * our own files is where we are, wherever they were compiled. */
static char *source_name(const char *path)
{
    const char *name = after(path, "/converted/");

    if (!name)
        name = after(path, "/build/sources/");
    for (const char *part = path; part && !name; part = strchr(part, '/'))
        if (file_exists(part += *part == '/'))
            name = part;
    return format("%s", name ? name : base_name(path));
}

/* "ADDRESS [SIZE] TYPE NAME[\tFILE:LINE]". Other symbols than functions are left out. */
static void take_line(struct functions *functions, const char *line)
{
    enum { DIGITS = 8 };        /* of an address or a size; a type is one letter, which may look like one */
    unsigned start, size = 0;
    char type, name[200];
    const char *path = strchr(line, '\t');
    bool sized = strspn(line, "0123456789abcdef") == DIGITS && line[DIGITS] == ' ' &&
        strspn(line + DIGITS + 1, "0123456789abcdef") == DIGITS;

    if (sized ? sscanf(line, "%x %x %c %199s", &start, &size, &type, name) != 4
              : sscanf(line, "%x %c %199s", &start, &type, name) != 3)
        return;
    if (!strchr("tTwW", type))
        return;
    functions->function = reallocate(functions->function,
                                     (functions->count + 1) * sizeof *functions->function);
    struct function *function = &functions->function[functions->count++];
    size_t length = strcspn(name, ".");
    *function = (struct function){ .start = start, .end = start + size };
    function->name = length ? format("%.*s", (int)length, name) : format("%s", name);
    char *file = path ? format("%.*s", (int)strcspn(path + 1, ":\n"), path + 1) : NULL;
    function->file = file ? source_name(file) : format("?");
    free(file);
}

void functions_parse(struct functions *functions, const char *text)
{
    *functions = (struct functions){ 0 };
    while (*text) {
        size_t length = strcspn(text, "\n");
        char *line = format("%.*s", (int)length, text);
        take_line(functions, line);
        free(line);
        text += length + (text[length] == '\n');
    }
    for (size_t i = 0; i < functions->count; i++) {
        struct function *function = &functions->function[i];
        if (function->end == function->start)
            function->end = i + 1 < functions->count ? functions->function[i + 1].start
                                                     : (function->start | (PAGE_SIZE - 1)) + 1;
    }
}

bool functions_read(struct functions *functions, const char *elf)
{
    struct command command = { 0 };
    struct result result;

    *functions = (struct functions){ 0 };
    command_add_words(&command, "nm --numeric-sort --print-size --line-numbers --defined-only");
    command_add(&command, "%s", elf);
    bool good = command_run(&command, &result) == 0;
    if (good)
        functions_parse(functions, result.output);
    else
        report_error(*result.errors ? result.errors : "nm failed", "run make", "%s", elf);
    command_free(&command);
    result_free(&result);
    return good;
}

const struct function *functions_find(const struct functions *functions, uint32_t address)
{
    size_t low = 0, high = functions->count;

    while (low < high) {                /* the first that begins after the address */
        size_t middle = (low + high) / 2;
        if (functions->function[middle].start <= address)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0 || address >= functions->function[low - 1].end)
        return NULL;
    return &functions->function[low - 1];
}

void functions_free(struct functions *functions)
{
    for (size_t i = 0; i < functions->count; i++) {
        free(functions->function[i].name);
        free(functions->function[i].file);
    }
    free(functions->function);
    *functions = (struct functions){ 0 };
}
