/* SPDX-License-Identifier: GPL-2.0-only */
/* Line counting: against pairs of texts counted by hand, and the property that for any edit
 * the counts cover every line of both texts once. */
#include <stdlib.h>

#include "base/text.h"
#include "convert/count.h"
#include "tap.h"

/* Who changed a line is told by the line itself: "h" by hand, "?" by nobody, else by patch. */
struct marked {
    const char **line;
    size_t count;
};

static enum author author_of(void *context, size_t line)
{
    const struct marked *marked = context;
    const char *text = line < marked->count ? marked->line[line] : "";

    return strstr(text, "@hand") ? BY_HAND : strstr(text, "@nobody") ? BY_NOBODY : BY_PATCH;
}

static struct counted_text text_of(const char *text)
{
    return (struct counted_text){ .text = text, .size = strlen(text) };
}

static struct marked split(const char *text)
{
    struct marked marked = { 0 };

    for (; text && *text; text = strchr(text, '\n') ? strchr(text, '\n') + 1 : NULL) {
        marked.line = reallocate(marked.line, (marked.count + 1) * sizeof *marked.line);
        marked.line[marked.count++] = format("%.*s", (int)strcspn(text, "\n"), text);
    }
    return marked;
}

static void marked_free(struct marked *marked)
{
    for (size_t i = 0; i < marked->count; i++)
        free((char *)marked->line[i]);
    free(marked->line);
}

static bool count(const char *original, const char *converted, const struct hunks *hunks,
                  struct file_counts *counts)
{
    struct counted_text old = text_of(original), new = text_of(converted);
    struct marked marked = split(converted);
    bool good = count_lines(&old, &new, hunks, author_of, &marked, counts) &&
        counts_proved(counts, &old, &new);

    marked_free(&marked);
    return good;
}

static void check(const char *what, const char *original, const char *converted, const struct hunks *hunks,
                  struct counts code, struct counts all)
{
    struct file_counts counts;

    ok(count(original, converted, hunks, &counts), "%s: is counted and proved", what);
    ok(memcmp(&counts.code, &code, sizeof code) == 0, "%s: code", what);
    ok(memcmp(&counts.all, &all, sizeof all) == 0, "%s: all lines", what);
}

static void check_by_hand(void)
{
    check("the same text", "a;\n\n/* b */\n", "a;\n\n/* b */\n", &(struct hunks){ 0 },
          (struct counts){ .unmodified = 1 }, (struct counts){ .unmodified = 3 });
    check("one line for another", "a;\nb;\nc;\n", "a;\nB;\nc;\n",
          &(struct hunks){ .hunk = &(struct hunk){ 1, 1, 1, 1 }, .count = 1 },
          (struct counts){ .unmodified = 2, .adapted_by_patch = 1 },
          (struct counts){ .unmodified = 2, .adapted_by_patch = 1 });
    check("two lines for one: the second is new", "a;\n", "A; @hand\nB;\n",
          &(struct hunks){ .hunk = &(struct hunk){ 0, 1, 0, 2 }, .count = 1 },
          (struct counts){ .adapted_by_hand = 1, .new = 1 },
          (struct counts){ .adapted_by_hand = 1, .new = 1 });
    check("one line for three: two are dropped", "a;\nb;\nc;\n", "A;\n",
          &(struct hunks){ .hunk = &(struct hunk){ 0, 3, 0, 1 }, .count = 1 },
          (struct counts){ .adapted_by_patch = 1, .dropped = 2 },
          (struct counts){ .adapted_by_patch = 1, .dropped = 2 });
    check("comments are put aside before code is paired", "/* a */\nb;\n", "c;\n\n// d\n",
          &(struct hunks){ .hunk = &(struct hunk){ 0, 2, 0, 3 }, .count = 1 },
          (struct counts){ .adapted_by_patch = 1 }, (struct counts){ .adapted_by_patch = 2, .new = 1 });
    check("only lines added", "a;\nb;\n", "a;\nx;\nb;\n",
          &(struct hunks){ .hunk = &(struct hunk){ 1, 0, 1, 1 }, .count = 1 },
          (struct counts){ .unmodified = 2, .new = 1 }, (struct counts){ .unmodified = 2, .new = 1 });
    check("only lines dropped", "a;\nb;\n", "b;\n",
          &(struct hunks){ .hunk = &(struct hunk){ 0, 1, 0, 0 }, .count = 1 },
          (struct counts){ .unmodified = 1, .dropped = 1 }, (struct counts){ .unmodified = 1, .dropped = 1 });
    check("a line that becomes a comment because one opens before it", "a;\nb;\n*/\n", "/*\nb;\n*/\n",
          &(struct hunks){ .hunk = &(struct hunk){ 0, 1, 0, 1 }, .count = 1 },
          (struct counts){ .dropped = 3 }, (struct counts){ .unmodified = 2, .adapted_by_patch = 1 });
    check("a line changed by nobody known goes with its hunk", "a;\nb;\n", "A; @nobody\nB; @hand\n",
          &(struct hunks){ .hunk = &(struct hunk){ 0, 2, 0, 2 }, .count = 1 },
          (struct counts){ .adapted_by_hand = 2 }, (struct counts){ .adapted_by_hand = 2 });
    check("and alone counts as by hand", "a;\n", "A; @nobody\n",
          &(struct hunks){ .hunk = &(struct hunk){ 0, 1, 0, 1 }, .count = 1 },
          (struct counts){ .adapted_by_hand = 1 }, (struct counts){ .adapted_by_hand = 1 });
}

static void check_wrong_hunks(void)
{
    static const struct { const char *what; struct hunk hunk; } wrong[] = {
        { "beyond the original", { 1, 2, 1, 1 } }, { "beyond the converted text", { 1, 1, 1, 5 } },
        { "out of step", { 1, 1, 0, 1 } }, { "that leave unequal rests", { 0, 1, 0, 0 } },
    };
    struct file_counts counts;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct hunks hunks = { .hunk = (struct hunk *)&wrong[i].hunk, .count = 1 };
        ok(!count("a;\nb;\n", "a;\nc;\n", &hunks, &counts), "hunks %s are refused", wrong[i].what);
    }
    struct counted_text text = text_of("a;\nb;\n");
    counts = (struct file_counts){ .code.unmodified = 2, .all.unmodified = 2 };
    ok(counts_proved(&counts, &text, &text), "right counts are proved");
    counts.code.new = 1;
    ok(!counts_proved(&counts, &text, &text), "a line of code too many is noticed");
    counts = (struct file_counts){ .code.unmodified = 2, .all.unmodified = 1, .all.dropped = 1 };
    ok(!counts_proved(&counts, &text, &text), "a line that is dropped and still there is noticed");
}

static void check_diff(void)
{
    struct hunks hunks;

    ok(diff_parse("diff --git a b\n--- a\n+++ b\n@@ -3 +3,2 @@ f\n-a\n+b\n+c\n@@ -9,2 +11,0 @@\n-d\n-e\n",
                  &hunks) &&
       hunks.count == 2, "two hunks are read");
    ok(hunks.hunk[0].old_start == 2 && hunks.hunk[0].old_count == 1 && hunks.hunk[0].new_start == 2 &&
       hunks.hunk[0].new_count == 2, "a missing count is one");
    ok(hunks.hunk[1].old_start == 8 && hunks.hunk[1].old_count == 2 && hunks.hunk[1].new_start == 11 &&
       hunks.hunk[1].new_count == 0, "a count of zero names the line before");
    free(hunks.hunk);
    ok(!diff_parse("@@ -x +1 @@\n", &hunks), "a hunk without numbers is refused");
    ok(diff_parse("", &hunks) && hunks.count == 0, "no difference has no hunks");
}

static void check_likeness(void)
{
    is_number(likeness("abcd", 4, "abcd", 4), 100, "the same is wholly alike");
    is_number(likeness("ab cd", 5, "\tabcd\n", 6), 100, "white space does not count");
    is_number(likeness("abcd", 4, "wxyz", 4), 0, "nothing in common is not alike");
    is_number(likeness("ab", 2, "abcdef", 6), 50, "two of two and six characters are half");
    is_number(likeness("", 0, "", 0), 100, "nothing and nothing are alike");
}

static unsigned random_below(unsigned limit)
{
    static unsigned state = 7;

    state = state * 1103515245 + 12345;
    return (state >> 16) % limit;
}

static const char *random_line(void)
{
    static const char *const lines[] = { "a;\n", "b; /* c */\n", "/* d */\n", "\n", "/*\n", "*/\n",
                                         "e; @hand\n",
                                         "f; @nobody\n", "// g\n", "h(\"/*\");\n" };

    return lines[random_below(sizeof lines / sizeof *lines)];
}

static char *append(char *text, const char *line)
{
    char *longer = format("%s%s", text, line);

    free(text);
    return longer;
}

/* A random edit script: lines that stay, and hunks. Built, not found, so that every shape comes. */
static bool check_script(void)
{
    char *original = format("%s", ""), *converted = format("%s", "");
    struct hunk hunk[8];
    struct hunks hunks = { .hunk = hunk };
    size_t old = 0, new = 0;
    struct file_counts counts;

    for (unsigned part = 0; part < 8; part++) {
        for (unsigned same = random_below(4); same; same--, old++, new++) {
            const char *line = random_line();
            original = append(original, line);
            converted = append(converted, line);
        }
        struct hunk next = { old, random_below(4), new, random_below(4) };
        if (!next.old_count && !next.new_count)
            continue;
        for (unsigned i = 0; i < next.old_count; i++, old++)
            original = append(original, random_line());
        for (unsigned i = 0; i < next.new_count; i++, new++)
            converted = append(converted, random_line());
        hunk[hunks.count++] = next;
    }
    bool good = count(original, converted, &hunks, &counts);
    size_t kept = counts.all.unmodified + counts.all.adapted_by_patch + counts.all.adapted_by_hand;
    good &= kept + counts.all.dropped == old && kept + counts.all.new == new;
    if (!good)
        tap_note("original:\n%s\nconverted:\n%s", original, converted);
    free(original);
    free(converted);
    return good;
}

int main(void)
{
    bool good = true;

    check_by_hand();
    check_wrong_hunks();
    check_diff();
    check_likeness();
    for (unsigned i = 0; i < 5000 && good; i++)
        good = check_script();
    ok(good, "5000 random edits add up, both ways of counting");
    return tap_end();
}
