/* SPDX-License-Identifier: GPL-2.0-only */
/* The report of a conversion: what was counted, what fired where, what is missing. */
#include <stdio.h>
#include <string.h>

#include "base/message.h"
#include "convert/convert.h"
#include "convert/reuse.h"

static bool is_by(const struct names *authors, size_t line, const char *patch)
{
    return line < authors->count && strcmp(authors->name[line], patch) == 0;
}

static json_t *lines_json(const struct names *authors, const char *patch)
{
    json_t *lines = json_array();

    for (size_t i = 0; i < authors->count; i++)
        if (is_by(authors, i, patch))
            json_array_append_new(lines, json_integer(i + 1));
    return lines;
}

static json_t *fired_json(const struct converted *converted, size_t file)
{
    const struct conversion *conversion = converted->conversion;
    json_t *fired = json_array();

    for (size_t i = 0; i < conversion->patches.count; i++) {
        const struct patch *patch = &conversion->patches.patch[i];
        json_array_append_new(fired, json_pack("{s:s, s:s, s:b, s:i, s:o}", "patch", patch->name,
            "by", patch->by_hand ? "hand" : "suite", "ran", (int)conversion->files[file].ran[i],
            "places", (int)conversion->files[file].fired[i],
            "lines", lines_json(&converted->files[file].authors, patch->name)));
    }
    return fired;
}

static json_t *leftovers_json(const struct converted *converted, const char *file)
{
    json_t *array = json_array();

    for (size_t i = 0; i < converted->leftover_count; i++) {
        const struct leftover *leftover = &converted->leftovers[i];
        if (strcmp(leftover->file, file) == 0)
            json_array_append_new(array, json_pack("{s:s, s:i, s:s}", "name", leftover->name, "line",
                (int)leftover->mention.line, "in", mention_place_name(leftover->mention.place)));
    }
    return array;
}

static json_t *gaps_json(const struct gaps *gaps)
{
    json_t *array = json_array();

    for (size_t i = 0; i < gaps->count; i++)
        json_array_append_new(array, json_pack("{s:s, s:s, s:i, s:s?}", "symbol", gaps->gap[i].symbol, "file",
            gaps->gap[i].file, "line", (int)gaps->gap[i].line, "defined_in", gaps->gap[i].defined_in));
    return array;
}

json_t *convert_report_json(const struct converted *converted)
{
    const struct conversion *conversion = converted->conversion;
    json_t *files = json_array();

    for (size_t i = 0; i < conversion->file_count; i++) {
        json_t *file = file_counts_json(conversion->files[i].path, &converted->files[i].counts);
        json_object_set_new(file, "patches", fired_json(converted, i));
        json_object_set_new(file, "leftovers", leftovers_json(converted, conversion->files[i].path));
        json_array_append_new(files, file);
    }
    return json_pack("{s:s, s:s, s:o, s:b, s:o, s:i, s:i, s:o}", "name", conversion->name, "folder",
                     conversion->folder, "files", files, "gaps_checked", (int)converted->gaps.checked, "gaps",
                     gaps_json(&converted->gaps), "errors_that_follow",
                     (int)converted->gaps.followers, "stubs", (int)converted->gaps.stubs, "errors",
                     reported_errors());
}

/* Line numbers as ranges: "12, 40-42". */
static void print_lines(const struct names *authors, const char *patch)
{
    const char *separator = ": lines ";

    for (size_t i = 0; i < authors->count; i++) {
        size_t last = i;
        if (!is_by(authors, i, patch))
            continue;
        while (is_by(authors, last + 1, patch))
            last++;
        printf(last > i ? "%s%zu-%zu" : "%s%zu", separator, i + 1, last + 1);
        separator = ", ";
        i = last;
    }
}

static void print_fired(const struct converted *converted, size_t file)
{
    const struct conversion *conversion = converted->conversion;

    for (size_t i = 0; i < conversion->patches.count; i++) {
        unsigned places = conversion->files[file].fired[i];
        if (!places)
            continue;
        printf("    %-24s %3u %s", conversion->patches.patch[i].name, places,
               places == 1 ? "place " : "places");
        print_lines(&converted->files[file].authors, conversion->patches.patch[i].name);
        puts(conversion->patches.patch[i].by_hand ? " (by hand)" : "");
    }
}

static void print_leftovers(const struct converted *converted, const char *file)
{
    for (size_t i = 0; i < converted->leftover_count; i++) {
        const struct leftover *leftover = &converted->leftovers[i];
        if (strcmp(leftover->file, file) == 0)
            printf("    left as it was in a %s: %s, line %u\n", mention_place_name(leftover->mention.place),
                   leftover->name, leftover->mention.line);
    }
}

static void print_gaps(const struct converted *converted)
{
    const struct gaps *gaps = &converted->gaps;

    if (!gaps->checked) {
        puts("Whether anything is missing from linuxcompat could not be checked.");
        return;
    }
    if (gaps->stubs)
        printf("%zu declared %s\n", gaps->stubs, gaps->stubs == 1 ? "stub" : "stubs");
    if (!gaps->count) {
        puts("Nothing that the code uses is missing from linuxcompat.");
        return;
    }
    printf("%zu %s missing from linuxcompat:\n", gaps->count, gaps->count == 1 ? "name is" : "names are");
    for (size_t i = 0; i < gaps->count; i++) {
        const struct gap *gap = &gaps->gap[i];
        if (gap->line)
            printf("  %s:%u: %s, ", gap->file, gap->line, gap->symbol);
        else
            printf("  %s: %s (by way of a header), ", gap->file, gap->symbol);
        if (gap->defined_in)
            printf("defined in %s\n", gap->defined_in);
        else
            puts("which no file of Linux's defines for drivers");
    }
    if (gaps->followers)
        printf("and %zu %s of the compiler that may follow from these\n", gaps->followers,
               gaps->followers == 1 ? "error" : "errors");
}

void convert_report_print(const struct converted *converted)
{
    const struct conversion *conversion = converted->conversion;

    printf("%s, converted in %s/converted:\n\n", conversion->name, conversion->folder);
    print_counts_heading();
    for (size_t i = 0; i < conversion->file_count; i++) {
        print_counts(conversion->files[i].path, &converted->files[i].counts);
        print_fired(converted, i);
        print_leftovers(converted, conversion->files[i].path);
    }
    putchar('\n');
    print_gaps(converted);
}
