/* SPDX-License-Identifier: GPL-2.0-only */
/* Comparing files by git, and reading hunks out of its answer. */
#include <stdlib.h>
#include <string.h>

#include "base/command.h"
#include "base/message.h"
#include "convert/diff.h"

void diff_command(struct command *command, const char *old_path, const char *new_path)
{
    command_add_words(command,
                      "git diff --no-index --no-color --no-ext-diff --no-textconv "
                      "--diff-algorithm=histogram --no-indent-heuristic -U0 --");
    command_add(command, "%s", old_path);
    command_add(command, "%s", new_path);
}

/* "12" or "12,3"; a missing count is 1. With a count of 0 git names the line before. */
static bool parse_range(const char **text, size_t *start, size_t *count)
{
    char *end;

    *start = strtoul(*text, &end, 10);
    if (end == *text)
        return false;
    *count = 1;
    if (*end == ',') {
        const char *digits = end + 1;
        *count = strtoul(digits, &end, 10);
        if (end == digits)
            return false;
    }
    *start -= *count > 0;
    *text = end;
    return true;
}

bool diff_parse(const char *diff, struct hunks *hunks)
{
    *hunks = (struct hunks){ 0 };
    for (const char *line = diff; line && *line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
        struct hunk hunk;
        const char *place = line + strlen("@@ -");

        if (!starts_with(line, "@@ -"))
            continue;
        bool good = parse_range(&place, &hunk.old_start, &hunk.old_count) && starts_with(place, " +");
        place += 2;
        if (!good || !parse_range(&place, &hunk.new_start, &hunk.new_count)) {
            free(hunks->hunk);
            *hunks = (struct hunks){ 0 };
            return false;
        }
        hunks->hunk = reallocate(hunks->hunk, (hunks->count + 1) * sizeof hunk);
        hunks->hunk[hunks->count++] = hunk;
    }
    return true;
}

bool diff_files(const char *old_path, const char *new_path, struct hunks *hunks)
{
    struct command command = { 0 };
    struct result result;

    diff_command(&command, old_path, new_path);
    int status = command_run(&command, &result);    /* 1: they differ */
    bool good = (status == 0 || status == 1) && diff_parse(result.output, hunks);
    if (!good)
        report_error(*result.errors ? result.errors : "git diff gave no answer that can be read", NULL,
                     "%s", new_path);
    command_free(&command);
    result_free(&result);
    return good;
}
