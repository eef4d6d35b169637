/* SPDX-License-Identifier: GPL-2.0-only */
/* Headers that are included and are nowhere. The compiler stops at the first, so they are
 * found beforehand, by letting it list what the source depends on. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/command.h"
#include "base/files.h"
#include "base/message.h"
#include "base/scanner.h"
#include "convert/gap.h"

/* The line on which the file includes `header`, or 0 if another header does. */
static unsigned include_line(const struct converted_file *file, const char *header)
{
    size_t size;
    char *text = file_read(file->converted, &size), *line = text;
    unsigned found = 0;

    for (unsigned number = 1; line && !found; number++) {
        size_t length = strcspn(line, "\n");
        char *place = memmem(line, length, header, strlen(header));
        if (place && place > line && strchr("<\"", place[-1]) && line[strspn(line, " \t")] == '#')
            found = number;
        line = line[length] ? line + length + 1 : NULL;
    }
    free(text);
    return found;
}

/* With -MG the compiler takes a header that it does not find for one that is made later, and
 * names it as it is written. */
bool gaps_of_headers(struct gaps *gaps, const struct conversion *conversion, const struct port_flags *flags,
                     const struct converted_file *file)
{
    struct command command = { 0 };
    struct names words = { 0 };
    struct result result;
    bool good = true;

    compile_command(&command, conversion, flags, file->converted, "-");
    command_add_words(&command, "-M -MG");
    if (command_run(&command, &result) == 0)
        names_add_words(&words, result.output);
    for (size_t i = 1; i < words.count && good; i++) {
        const char *header = words.name[i];
        if (strcmp(header, "\\") == 0 || file_exists(header))
            continue;
        char *symbol = format("<%s>", header);
        char *empty = format("%s/missing/%s", conversion->folder, header);
        unsigned line = include_line(file, header);
        gap_add(gaps, conversion, symbol, file->path, line);
        good = file_write(empty, "", 0) == 0;
        if (!good)
            report_error(strerror(errno), NULL, "%s", empty);
        free(empty);
        free(symbol);
    }
    names_free(&words);
    command_free(&command);
    result_free(&result);
    return good;
}
