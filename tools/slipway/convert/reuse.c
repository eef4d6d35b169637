/* SPDX-License-Identifier: GPL-2.0-only */
/* Counting a converted file, and adding up the lines of folders. */
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/message.h"
#include "base/scanner.h"
#include "convert/history.h"
#include "convert/reuse.h"

struct blame {
    const struct patches *patches;
    const struct names *authors;
};

static enum author author_of(void *context, size_t line)
{
    const struct blame *blame = context;
    int patch = line < blame->authors->count ? patches_find(blame->patches, blame->authors->name[line]) : -1;

    if (patch < 0)
        return BY_NOBODY;
    return blame->patches->patch[patch].by_hand ? BY_HAND : BY_PATCH;
}

/* Every line once: this is checked on each run, by adding up. */
static bool prove(const struct converted_file *file, const struct file_counts *counts,
                  const struct counted_text *original, const struct counted_text *converted)
{
    if (counts_proved(counts, original, converted))
        return true;
    report_error("unmodified, adapted, new and dropped lines do not add up to the files' lines",
                 "this is a fault of slipway's: its count must not be used", "%s", file->path);
    return false;
}

bool reuse_of_file(const struct conversion *conversion, const struct converted_file *file,
                   struct file_counts *counts, struct names *authors)
{
    struct names own = { 0 };
    struct blame blame = { .patches = &conversion->patches, .authors = authors ? authors : &own };
    struct counted_text original = { 0 }, converted = { 0 };
    struct hunks hunks = { 0 };

    original.text = file_read(file->pristine, &original.size);
    converted.text = file_read(file->converted, &converted.size);
    bool good = original.text && converted.text;
    if (!good)
        report_error(strerror(errno), "slipway convert makes it", "%s", file->converted);
    good = good && history_blame(conversion->folder, file->path, authors ? authors : &own) &&
        diff_files(file->pristine, file->converted, &hunks);
    if (good && !count_lines(&original, &converted, &hunks, author_of, &blame, counts)) {
        report_error("git's differences do not fit the files", NULL, "%s", file->converted);
        good = false;
    }
    good = good && prove(file, counts, &original, &converted);
    free(hunks.hunk);
    free((char *)original.text);
    free((char *)converted.text);
    names_free(&own);
    return good;
}

json_t *counts_json(const struct counts *counts)
{
    return json_pack("{s:I, s:I, s:I, s:I, s:I}", "unmodified", (json_int_t)counts->unmodified,
                     "adapted_by_patch", (json_int_t)counts->adapted_by_patch,
                     "adapted_by_hand", (json_int_t)counts->adapted_by_hand,
                     "new", (json_int_t)counts->new, "dropped", (json_int_t)counts->dropped);
}

json_t *file_counts_json(const char *file, const struct file_counts *counts)
{
    return json_pack("{s:s, s:o, s:o}", "file", file, "code", counts_json(&counts->code),
                     "all", counts_json(&counts->all));
}

void print_counts_heading(void)
{
    printf("  %-45s %10s %16s %8s %5s %8s\n", "", "unmodified", "adapted by patch", "by hand", "new",
           "dropped");
}

static void print_row(const char *what, const struct counts *counts)
{
    size_t original = counts->unmodified + counts->adapted_by_patch + counts->adapted_by_hand +
        counts->dropped;

    printf("  %-45s %10zu %16zu %8zu %5zu %8zu   %5.1f %% unmodified\n", what, counts->unmodified,
           counts->adapted_by_patch, counts->adapted_by_hand, counts->new, counts->dropped,
           original ? counts->unmodified * 100.0 / original : 100.0);
}

void print_counts(const char *file, const struct file_counts *counts)
{
    char *what = format("%s, code", file);

    print_row(what, &counts->code);
    print_row("    all lines", &counts->all);
    free(what);
}

/* nftw() takes no context, so the sum is here while it walks. */
static struct line_sum sum;
static const char *const *wanted_ends;

static int add_file(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    enum line_kind *kinds;
    size_t size;

    (void)status;
    (void)walk;
    for (size_t i = 0; type == FTW_F && wanted_ends[i]; i++) {
        char *text = ends_with(path, wanted_ends[i]) ? file_read(path, &size) : NULL;
        if (!text)
            continue;
        size_t count = classify_lines(text, size, &kinds);
        sum.files++;
        sum.all += count;
        for (size_t j = 0; j < count; j++)
            sum.code += kinds[j] == LINE_CODE;
        free(kinds);
        free(text);
        break;
    }
    return 0;
}

struct line_sum lines_below(const char *folder, const char *const ends[])
{
    sum = (struct line_sum){ 0 };
    wanted_ends = ends;
    nftw(folder, add_file, 16, FTW_PHYS);
    return sum;
}
