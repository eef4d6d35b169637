/* SPDX-License-Identifier: GPL-2.0-only */
/* The history of a conversion, kept by git. */
#include <stdlib.h>
#include <string.h>

#include "base/command.h"
#include "base/message.h"
#include "base/run.h"
#include "convert/history.h"

void history_isolate(void)
{
    static const char *const variables[] = { "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX",
                                             "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR" };

    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        unsetenv(variables[i]);
    setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
    setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
    setenv("GIT_AUTHOR_NAME", "slipway", 1);
    setenv("GIT_AUTHOR_EMAIL", "slipway", 1);
    setenv("GIT_COMMITTER_NAME", "slipway", 1);
    setenv("GIT_COMMITTER_EMAIL", "slipway", 1);
    setenv("LC_ALL", "C", 1);           /* messages of git and gcc are read */
}

static bool run_git(const char *folder, const char *words, const char *argument, struct result *result)
{
    struct command command = { 0 };

    command_add(&command, "git");
    command_add(&command, "--git-dir=%s/history", folder);
    command_add(&command, "--work-tree=%s/converted", folder);
    command_add_words(&command, words);
    if (argument)
        command_add(&command, "%s", argument);
    bool good = command_run(&command, result) == 0;
    if (!good)
        report_error(*result->errors ? result->errors : result->output, NULL, "%s/history: git %s", folder,
                     words);
    command_free(&command);
    return good;
}

static bool git(const char *folder, const char *words, const char *argument)
{
    struct result result;
    bool good = run_git(folder, words, argument, &result);

    result_free(&result);
    return good;
}

bool history_begin(const char *folder)
{
    return git(folder, "init -q", NULL) && git(folder, "add -f .", NULL) &&
        git(folder, "commit -q -m", HISTORY_IMPORT);
}

bool history_record(const char *folder, const char *patch)
{
    return git(folder, "commit -q -a -m", patch);
}

/* In the porcelain format a line's content begins with a tab, and "summary" before it
 * names the commit. */
static void parse_blame(const char *text, struct names *patches)
{
    const char *summary = "";

    for (const char *line = text; *line; ) {
        size_t length = strcspn(line, "\n");
        if (starts_with(line, "summary "))
            summary = line + strlen("summary ");
        else if (*line == '\t')
            names_add_part(patches, summary, strcspn(summary, "\n"));
        line += length + (line[length] == '\n');
    }
}

bool history_blame(const char *folder, const char *file, struct names *patches)
{
    struct names exact = { 0 };
    struct result result;
    bool good = run_git(folder, "blame -w --line-porcelain --", file, &result);

    if (good)
        parse_blame(result.output, patches);
    result_free(&result);
    good = good && run_git(folder, "blame --line-porcelain --", file, &result);
    if (!good)
        return false;
    parse_blame(result.output, &exact);
    result_free(&result);
    for (size_t i = 0; i < patches->count && i < exact.count; i++) {
        if (strcmp(patches->name[i], HISTORY_IMPORT) == 0) {
            free(patches->name[i]);
            patches->name[i] = format("%s", exact.name[i]);
        }
    }
    names_free(&exact);
    return true;
}
