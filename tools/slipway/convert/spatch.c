/* SPDX-License-Identifier: GPL-2.0-only */
/* Running spatch and reading what it says. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/command.h"
#include "base/files.h"
#include "base/message.h"
#include "base/scanner.h"
#include "convert/spatch.h"

#define OPTIONS "tools/slipway/convert/spatch-options"
#define SECONDS_ENOUGH 120      /* a hang detector: a patch takes well under a second */

void spatch_command(struct command *command, const char *patch, const char *file, const char *output)
{
    char *options = file_read(OPTIONS, NULL);

    command_add(command, "spatch");
    command_add_words(command, options ? options : "");
    command_add(command, "--sp-file");
    command_add(command, "%s", patch);
    command_add(command, "%s", file);
    command_add(command, "-o");
    command_add(command, "%s", output);
    command->limit = SECONDS_ENOUGH;
    free(options);
}

static const char *next_line(const char *line)
{
    const char *newline = strchr(line, '\n');

    return newline ? newline + 1 : line + strlen(line);
}

/* Each line that begins with "warning:" is a fault of the patch that spatch goes on from. */
static bool report_warnings(const char *messages, const char *patch, const char *file)
{
    bool none = true;

    for (const char *line = messages; *line; line = next_line(line)) {
        if (!starts_with(line, "warning:"))
            continue;
        char *text = format("spatch warns:%.*s", (int)(strcspn(line, "\n") - strlen("warning:")),
                            line + strlen("warning:"));
        report_error(text, "spatch carries on and matches less than was meant", "%s: %s", patch, file);
        free(text);
        none = false;
    }
    return none;
}

/* The text of one unparsed element, which follows as "bad: LINE" and "BAD:!!!!! LINE". */
static char *unparsed_text(const char *line)
{
    char *text = format("%s", "");

    for (; starts_with(line, "bad:") || starts_with(line, "BAD:!!!!!") || starts_with(line, "badcount:");
         line = next_line(line)) {
        if (starts_with(line, "badcount:"))
            continue;
        const char *content = line + (*line == 'B' ? strlen("BAD:!!!!!") : strlen("bad:"));
        char *longer = format("%s%.*s\n", text, (int)strcspn(content, "\n"), content);
        free(text);
        text = longer;
    }
    return text;
}

/* Whether there is no code in it that a patch could have been meant for: only directives, or the
 * declaration of a type. Names that patches remove are looked for later all the same. */
static bool is_harmless(const char *text)
{
    static const char *const beginnings[] = { "struct", "union", "enum", "typedef" };
    struct scanner scanner;
    struct token token, before = { 0 };
    unsigned depth = 0;
    bool is_type = false, first = true;

    scanner_start(&scanner, text, strlen(text));
    while ((token = scanner_next_code(&scanner)).kind != TOKEN_END) {
        if (token.directive)
            continue;
        for (size_t i = 0; first && i < sizeof beginnings / sizeof *beginnings; i++)
            is_type |= token_is(&token, beginnings[i]);
        if (!is_type || (!depth && (token_is_mark(&token, '=') ||
                                    (token_is_mark(&token, '{') && token_is_mark(&before, ')')))))
            return false;
        depth += token_is_mark(&token, '{');
        depth -= depth && token_is_mark(&token, '}');
        before = token;
        first = false;
    }
    return true;
}

/* Takes one "parse error" apart:
 *
 *     parse error
 *      = File "FILE", line 2, column 26, charpos = 52
 *       around = 'b',
 *       whole content = LINE
 *     badcount: 4
 *     bad: ...
 */
static bool report_unparsed(const char *error, const char *file, const char *shown_file,
                            struct names *unparsed)
{
    char *place = format(" = File \"%s\", line ", file);
    const char *where = next_line(error);
    const char *content = strstr(where, "whole content = ");
    bool good = true;

    if (starts_with(where, place) && content) {
        const char *number = where + strlen(place);
        char *key = format("%s:%.*s", shown_file, (int)strcspn(content, "\n"), content);
        if (!names_contain(unparsed, key)) {
            names_add(unparsed, key);
            char *text = unparsed_text(next_line(content));
            good = is_harmless(text);
            free(text);
            if (good)
                report_note("%s:%.*s: spatch cannot parse this declaration, and leaves it as it is",
                            shown_file, (int)strcspn(number, ","), number);
            else
                report_error("spatch cannot parse what stands here, and leaves it unconverted",
                             "if a macro confuses it, describe it in tools/slipway/convert/spatch-macros.h",
                             "%s:%.*s", shown_file, (int)strcspn(number, ","), number);
        }
        free(key);
    }
    free(place);
    return good;
}

static bool report_all_unparsed(const char *messages, const char *file, const char *shown_file,
                                struct names *unparsed)
{
    bool good = true;

    for (const char *line = messages; *line; line = next_line(line))
        if (starts_with(line, "parse error"))
            good &= report_unparsed(line, file, shown_file, unparsed);
    return good;
}

/* The last lines, which is where the reason stands; not what spatch says on every run. */
static char *last_lines(const char *messages)
{
    static const char *const noise[] = { "Warning: PARSING:", "init_defs", "HANDLING:" };
    struct names lines = { 0 };
    char *text = format("%s", "");

    for (const char *line = messages; *line; line = next_line(line)) {
        bool wanted = line[strspn(line, " \t\n")] != 0 && *line != '\n';
        for (size_t i = 0; i < sizeof noise / sizeof *noise; i++)
            wanted &= !starts_with(line, noise[i]);
        if (wanted)
            names_add_part(&lines, line, strcspn(line, "\n"));
    }
    for (size_t i = lines.count > 6 ? lines.count - 6 : 0; i < lines.count; i++) {
        char *longer = format("%s%s%s", text, *text ? "\n" : "", lines.name[i]);
        free(text);
        text = longer;
    }
    names_free(&lines);
    return text;
}

static void report_failure(const struct result *result, const char *patch, const char *file)
{
    char *last = last_lines(result->errors);
    char *text = result->timed_out ? format("spatch did not end within %d s", SECONDS_ENOUGH)
                                   : format("spatch failed with status %d:\n%s", result->status, last);
    char *command = format("to see all of it: spatch --sp-file %s %s", patch, file);

    report_error(text, command, "%s: %s", patch, file);
    free(command);
    free(text);
    free(last);
}

struct spatch_answer spatch_judge(const struct result *result, const char *patch, const char *file,
                                  const char *shown_file, struct names *unparsed)
{
    struct spatch_answer answer = { .good = true };
    const char *exception = strstr(result->errors, "EXN:");

    if (!report_all_unparsed(result->errors, file, shown_file, unparsed))
        answer.good = false;
    if (!report_warnings(result->errors, patch, shown_file))
        answer.good = false;
    if (exception) {
        char *text = format("spatch gave up: %.*s", (int)strcspn(exception, "\n"), exception);
        report_error(text, NULL, "%s: %s", patch, shown_file);
        free(text);
        answer.good = false;
        return answer;
    }
    /* Words that every match needs are not in the file: spatch does not even parse it. */
    if (result->status == 255 &&
        strstr(result->errors, "-o can not be applied because there are no modified files"))
        return answer;
    if (result->status != 0 || result->timed_out) {
        report_failure(result, patch, file);
        answer.good = false;
        return answer;
    }
    answer.changed = true;
    return answer;
}
