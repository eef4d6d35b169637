/* SPDX-License-Identifier: GPL-2.0-only */
/* Counting lines: unmodified, adapted, new, dropped. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/scanner.h"
#include "base/text.h"
#include "convert/count.h"

/* A text as lines. */
struct lines {
    const char **start;         /* count + 1: the last is the end of the text */
    enum line_kind *kind;
    size_t count;
};

static struct lines split(const struct counted_text *text)
{
    struct lines lines = { .count = classify_lines(text->text, text->size, &lines.kind) };
    const char *place = text->text, *end = text->text + text->size;

    lines.start = allocate((lines.count + 1) * sizeof *lines.start);
    for (size_t i = 0; i < lines.count; i++) {
        const char *newline = memchr(place, '\n', end - place);
        lines.start[i] = place;
        place = newline ? newline + 1 : end;
    }
    lines.start[lines.count] = end;
    return lines;
}

static void lines_free(struct lines *lines)
{
    free(lines->start);
    free(lines->kind);
}

unsigned likeness(const char *left, size_t left_length, const char *right, size_t right_length)
{
    size_t *row = allocate((right_length + 1) * sizeof *row);
    size_t left_count = 0, right_count = 0;

    memset(row, 0, (right_length + 1) * sizeof *row);
    for (size_t j = 0; j < right_length; j++)
        right_count += !isspace((unsigned char)right[j]);
    for (size_t i = 0; i < left_length; i++) {
        size_t diagonal = 0;            /* row[j] as it was for the character before */
        if (isspace((unsigned char)left[i]))
            continue;
        left_count++;
        for (size_t j = 0; j < right_length; j++) {
            size_t above = row[j + 1];
            if (left[i] == right[j])
                row[j + 1] = diagonal + 1;
            else if (row[j] > row[j + 1])
                row[j + 1] = row[j];
            diagonal = above;
        }
    }
    size_t common = row[right_length];
    free(row);
    return left_count + right_count ? common * 200 / (left_count + right_count) : 100;
}

/* The lines of one side of a hunk that count: all, or those of code. */
struct side {
    size_t *line;
    size_t count;
};

static struct side select_lines(const struct lines *lines, size_t start, size_t count, bool code)
{
    struct side side = { .line = allocate(count * sizeof *side.line) };

    for (size_t i = start; i < start + count; i++)
        if (!code || lines->kind[i] == LINE_CODE)
            side.line[side.count++] = i;
    return side;
}

struct counter {
    const struct lines *original, *converted;
    author_of_line *author;
    void *context;
    struct file_counts *result;
};

/* Who changed anything else in the hunk. */
static enum author hunk_author(const struct counter *counter, const struct hunk *hunk)
{
    for (size_t i = hunk->new_start; i < hunk->new_start + hunk->new_count; i++) {
        enum author author = counter->author(counter->context, i);
        if (author != BY_NOBODY)
            return author;
    }
    return BY_HAND;
}

static void compare_pair(const struct counter *counter, size_t old, size_t new)
{
    const char **a = &counter->original->start[old], **b = &counter->converted->start[new];

    counter->result->pairs++;
    counter->result->unlike += likeness(a[0], a[1] - a[0], b[0], b[1] - b[0]) < 50;
}

static void count_hunk(const struct counter *counter, const struct hunk *hunk, bool code)
{
    struct counts *counts = code ? &counter->result->code : &counter->result->all;
    struct side old = select_lines(counter->original, hunk->old_start, hunk->old_count, code);
    struct side new = select_lines(counter->converted, hunk->new_start, hunk->new_count, code);
    size_t pairs = old.count < new.count ? old.count : new.count;

    for (size_t i = 0; i < pairs; i++) {
        enum author author = counter->author(counter->context, new.line[i]);
        if (author == BY_NOBODY)
            author = hunk_author(counter, hunk);
        if (author == BY_PATCH)
            counts->adapted_by_patch++;
        else
            counts->adapted_by_hand++;
        if (code)
            compare_pair(counter, old.line[i], new.line[i]);
    }
    counts->dropped += old.count - pairs;
    counts->new += new.count - pairs;
    free(old.line);
    free(new.line);
}

/* Lines that are the same in both. One may still be code here and comment there, when a
 * change around it opens or closes a comment: then it is dropped, or new. */
static void count_same(const struct counter *counter, size_t old, size_t new, size_t count)
{
    struct file_counts *result = counter->result;

    result->all.unmodified += count;
    for (size_t i = 0; i < count; i++) {
        bool was_code = counter->original->kind[old + i] == LINE_CODE;
        bool is_code = counter->converted->kind[new + i] == LINE_CODE;
        result->code.unmodified += was_code && is_code;
        result->code.dropped += was_code && !is_code;
        result->code.new += !was_code && is_code;
    }
}

/* With a count of 0 a hunk's start is the line before which nothing stands there: both sides
 * must have moved on equally since the last hunk. */
static bool count_all(const struct counter *counter, const struct hunks *hunks)
{
    size_t old = 0, new = 0;

    for (size_t i = 0; i < hunks->count; i++) {
        const struct hunk *hunk = &hunks->hunk[i];
        if (hunk->old_start < old || hunk->old_start - old != hunk->new_start - new ||
            hunk->old_start + hunk->old_count > counter->original->count ||
            hunk->new_start + hunk->new_count > counter->converted->count)
            return false;
        count_same(counter, old, new, hunk->old_start - old);
        count_hunk(counter, hunk, false);
        count_hunk(counter, hunk, true);
        old = hunk->old_start + hunk->old_count;
        new = hunk->new_start + hunk->new_count;
    }
    if (counter->original->count - old != counter->converted->count - new)
        return false;
    count_same(counter, old, new, counter->original->count - old);
    return true;
}

bool count_lines(const struct counted_text *original, const struct counted_text *converted,
                 const struct hunks *hunks, author_of_line *author, void *context, struct file_counts *counts)
{
    struct lines old = split(original), new = split(converted);
    struct counter counter = { .original = &old, .converted = &new, .author = author, .context = context,
                               .result = counts };

    *counts = (struct file_counts){ 0 };
    bool good = count_all(&counter, hunks);
    lines_free(&old);
    lines_free(&new);
    return good;
}

static bool covers(const struct counts *counts, size_t original, size_t converted)
{
    size_t kept = counts->unmodified + counts->adapted_by_patch + counts->adapted_by_hand;

    return kept + counts->dropped == original && kept + counts->new == converted;
}

/* Counts lines and lines of code anew, by nothing that the counting above relies on but the
 * classification. */
static void count_text(const struct counted_text *text, size_t *all, size_t *code)
{
    enum line_kind *kinds;
    size_t count = classify_lines(text->text, text->size, &kinds);

    *all = *code = 0;
    for (size_t i = 0; i < text->size; i++)
        *all += text->text[i] == '\n' || i + 1 == text->size;
    for (size_t i = 0; i < count; i++)
        *code += kinds[i] == LINE_CODE;
    free(kinds);
}

bool counts_proved(const struct file_counts *counts, const struct counted_text *original,
                   const struct counted_text *converted)
{
    size_t old_all, old_code, new_all, new_code;

    count_text(original, &old_all, &old_code);
    count_text(converted, &new_all, &new_code);
    return covers(&counts->all, old_all, new_all) && covers(&counts->code, old_code, new_code);
}

static void add(struct counts *sum, const struct counts *counts)
{
    sum->unmodified += counts->unmodified;
    sum->adapted_by_patch += counts->adapted_by_patch;
    sum->adapted_by_hand += counts->adapted_by_hand;
    sum->new += counts->new;
    sum->dropped += counts->dropped;
}

void counts_add(struct file_counts *sum, const struct file_counts *counts)
{
    add(&sum->code, &counts->code);
    add(&sum->all, &counts->all);
    sum->pairs += counts->pairs;
    sum->unlike += counts->unlike;
}
