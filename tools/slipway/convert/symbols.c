/* SPDX-License-Identifier: GPL-2.0-only */
/* Symbols of objects and archives, by nm. */
#include <string.h>

#include "base/command.h"
#include "base/message.h"
#include "convert/gap.h"

/* Adds the first word of each line of nm's portable format, "NAME TYPE ...". An archive's
 * members are announced by lines that end with a colon. */
static void parse_symbols(char *text, struct names *symbols)
{
    for (char *line = text; *line; ) {
        size_t length = strcspn(line, "\n"), name = strcspn(line, " \n");
        if (name < length && line[length - 1] != ':')
            names_add_part(symbols, line, name);
        line += length + (line[length] == '\n');
    }
}

static bool list_symbols(const char *option, const struct names *files, struct names *symbols)
{
    struct command command = { 0 };
    struct result result;

    if (!files->count)
        return true;
    command_add_words(&command, "nm --format=posix --extern-only");
    command_add(&command, "%s", option);
    for (size_t i = 0; i < files->count; i++)
        command_add(&command, "%s", files->name[i]);
    bool good = command_run(&command, &result) == 0;
    if (good)
        parse_symbols(result.output, symbols);
    else
        report_error(*result.errors ? result.errors : "nm failed", NULL, "%s", files->name[0]);
    command_free(&command);
    result_free(&result);
    return good;
}

bool defined_symbols(const struct names *files, struct names *symbols)
{
    return list_symbols("--defined-only", files, symbols);
}

bool undefined_symbols(const struct names *objects, const struct names *libraries, struct names *symbols)
{
    struct names wanted = { 0 }, defined = { 0 };
    bool good = list_symbols("--undefined-only", objects, &wanted) && defined_symbols(objects, &defined) &&
        defined_symbols(libraries, &defined);

    for (size_t i = 0; good && i < wanted.count; i++)
        if (!names_contain(&defined, wanted.name[i]) && !names_contain(symbols, wanted.name[i]))
            names_add(symbols, wanted.name[i]);
    names_free(&wanted);
    names_free(&defined);
    return good;
}
