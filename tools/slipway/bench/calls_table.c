/* SPDX-License-Identifier: GPL-2.0-only */
/* The paper's Table 2 for this kernel.
 *
 * Cycles are those of the host's processor, instructions those of the guest; the two are never
 * compared. What others need was measured in the same QEMU, counted in the same way
 * (docs/measurements.md). */
#include <stdbool.h>
#include <string.h>

#include "base/message.h"
#include "bench/calls_table.h"

/* What a row's target is a limit of. */
enum target_kind { NONE, MEDIAN, RATIO, LESS_COPY, OTHER_ROW };

static const struct row {
    const char *operation, *unit, *figure;
    const char *what;
    const char *paper;          /* Reichelt, Stoess, Bellosa: Table 2, on a Core 2 */
    const char *others;
    enum target_kind kind;
    double target;
} rows[] = {
    { .operation = "call_one_domain", .unit = "cycles", .figure = "host call_one_domain",
      .what = "call/return in one domain, null", .paper = "23 (2.6 x a function call)",
      .kind = RATIO, .target = 1.6 },
    { .operation = "function_pointer_call", .unit = "cycles", .figure = "host function_pointer_call",
      .what = "call through a function pointer" },
    { .operation = "reference", .unit = "cycles", .figure = "host reference",
      .what = "obtain and release a reference", .paper = "31", .kind = OTHER_ROW },
    { .operation = "call_across_null", .unit = "instructions", .figure = "across null",
      .what = "call/return across domains, null", .paper = "771 cycles (0.73 x L4Ka)",
      .others = "NOVA 182, L4Ka 202, seL4 514; floor 36", .kind = MEDIAN, .target = 80 },
    { .operation = "call_across_2s1r", .unit = "instructions", .figure = "across lend",
      .what = "call/return across domains, two scalars and a reference",
      .others = "NOVA, 2 words 206, 8 words 278; L4Ka, 2 words 220; seL4, 2 words 520",
      .kind = MEDIAN, .target = 120 },
    { .operation = "call_across_1k_in", .unit = "instructions", .figure = "across take_1k",
      .what = "call/return across domains, a block of 1 KiB in", .kind = LESS_COPY, .target = 120 },
    { .operation = "call_kernel_to_user", .unit = "instructions", .figure = "into-user null",
      .what = "call/return kernel to user, null" },
    { .operation = "call_user_to_kernel", .unit = "instructions", .figure = "into-kernel null",
      .what = "call/return user to kernel, null" },

    { .operation = "call_one_domain_serialised", .unit = "cycles",
      .figure = "host call_one_domain_serialised", .what = "in one domain, serialised" },
    { .operation = "call_one_domain_own_callees", .unit = "cycles",
      .figure = "host call_one_domain_own_callees", .what = "in one domain, each site another server" },
    { .operation = "call_one_domain_2s1r", .unit = "cycles", .figure = "host call_one_domain_2s1r",
      .what = "in one domain, two scalars and a reference" },
    { .operation = "call_one_domain_1k_in", .unit = "cycles", .figure = "host call_one_domain_1k_in",
      .what = "in one domain, a block of 1 KiB" },
    { .operation = "call_sites", .unit = "cycles", .figure = "host call_sites",
      .what = "the two calls around each of these" },

    { .operation = "call_one_domain_instructions", .unit = "instructions", .figure = "kernel null",
      .what = "in one domain, null" },
    { .operation = "call_one_domain_serialised_instructions", .unit = "instructions",
      .figure = "kernel null_serialised", .what = "in one domain, serialised" },
    { .operation = "call_one_domain_2s1r_instructions", .unit = "instructions", .figure = "kernel lend",
      .what = "in one domain, two scalars and a reference" },
    { .operation = "function_pointer_call_instructions", .unit = "instructions",
      .figure = "kernel function_pointer", .what = "call through a function pointer" },
    { .operation = "reference_instructions", .unit = "instructions", .figure = "kernel reference",
      .what = "obtain and release a reference" },
    { .operation = "reference_in_user_mode", .unit = "instructions", .figure = "across reference",
      .what = "the same in user mode" },
    { .operation = "call_across_null_serialised", .unit = "instructions",
      .figure = "across null_serialised", .what = "across domains, serialised" },
    { .operation = "call_one_user_domain", .unit = "instructions", .figure = "within-user null",
      .what = "in one domain in user mode, null" },
    { .operation = "call_kernel_to_user_2s1r", .unit = "instructions", .figure = "into-user lend",
      .what = "kernel to user, two scalars and a reference" },
    { .operation = "call_kernel_to_user_1k_in", .unit = "instructions", .figure = "into-user take_1k",
      .what = "kernel to user, a block of 1 KiB" },
    { .operation = "call_user_to_kernel_2s1r", .unit = "instructions", .figure = "into-kernel lend",
      .what = "user to kernel, two scalars and a reference" },
    { .operation = "call_user_to_kernel_1k_in", .unit = "instructions", .figure = "into-kernel take_1k",
      .what = "user to kernel, a block of 1 KiB" },
    { .operation = "copy_1k", .unit = "instructions", .figure = "across copy_1k",
      .what = "copying 1 KiB alone" },
};

#define ROWS (sizeof rows / sizeof *rows)
#define NAMED_ROWS 8            /* those of Table 2 come first */

static double number(const json_t *row, const char *key)
{
    return json_number_value(json_object_get(row, key));
}

static const json_t *find_row(const json_t *list, const char *operation)
{
    size_t i;
    json_t *row;

    json_array_foreach(list, i, row)
        if (strcmp(json_string_value(json_object_get(row, "operation")), operation) == 0)
            return row;
    return NULL;
}

/* The figure that is held against the row's target, and the target. */
static double judged(const struct row *row, const json_t *list, const json_t *object, double *target)
{
    *target = row->target;
    if (row->kind == RATIO)
        return number(object, "ratio");
    if (row->kind == LESS_COPY)
        return number(object, "median") - number(object, "copy");
    if (row->kind == OTHER_ROW)
        *target = number(find_row(list, rows[0].operation), "median");
    return number(object, "median");
}

static double rounded(double value)
{
    return (double)(long long)(value * 100 + 0.5) / 100;
}

static void add_text(json_t *object, const char *key, const char *text)
{
    if (text)
        json_object_set_new(object, key, json_string(text));
}

/* What only some rows have. */
static void add_particulars(json_t *object, const struct row *row, const struct figures *figures,
                            const json_t *list)
{
    double target;

    add_text(object, "paper", row->paper);
    add_text(object, "others", row->others);
    if (row->kind == RATIO) {
        json_object_set_new(object, "ratio", json_real(rounded(figure_median(
                                figures_find(figures, "host-ratio call_one_domain")))));
        json_object_set_new(object, "ratio_without_call_sites", json_real(rounded(figure_median(
                                figures_find(figures, "host-alone call_one_domain")))));
    }
    if (row->kind == LESS_COPY)
        json_object_set_new(object, "copy", json_real(rounded(figure_median(
                                figures_find(figures, "across copy_1k")))));
    if (row->kind != NONE) {
        double value = judged(row, list, object, &target);
        json_object_set_new(object, "target", json_real(target));
        json_object_set_new(object, "met", json_boolean(value <= target));
    }
}

/* A row that this host cannot measure. */
static json_t *row_without_figure(const struct row *row)
{
    return json_pack("{s:s, s:s, s:s, s:n, s:n, s:n, s:s}", "operation", row->operation, "what", row->what,
                     "unit", row->unit, "median", "min", "max", "reason", BENCH_NO_CYCLES);
}

json_t *bench_rows(const struct figures *figures)
{
    json_t *list = json_array();
    bool has_cycles = figures_find(figures, rows[0].figure) != NULL;

    for (size_t i = 0; i < ROWS; i++) {
        const struct figure *figure = figures_find(figures, rows[i].figure);
        if (!has_cycles && strcmp(rows[i].unit, "cycles") == 0) {
            json_array_append_new(list, row_without_figure(&rows[i]));
            continue;
        }
        if (!figure) {
            report_error("was not measured", "its program, or the guest, told nothing of it", "%s",
                         rows[i].figure);
            continue;
        }
        json_t *object = json_pack("{s:s, s:s, s:s, s:f, s:f, s:f}", "operation", rows[i].operation, "what",
                                   rows[i].what, "unit", rows[i].unit,
                                   "median", rounded(figure_median(figure)),
                                   "min", rounded(figure_minimum(figure)),
                                   "max", rounded(figure_maximum(figure)));
        add_particulars(object, &rows[i], figures, list);
        json_array_append_new(list, object);
    }
    return list;
}

static void print_verdict(FILE *stream, const struct row *row, const json_t *list, const json_t *object)
{
    static const char *const form[] = {
        [MEDIAN] = "%.1f", [RATIO] = "%.2f x a function pointer's", [LESS_COPY] = "%.1f and the copy",
        [OTHER_ROW] = "%.1f",
    };
    double target, value = judged(row, list, object, &target);

    fprintf(stream, "    target: at most ");
    fprintf(stream, form[row->kind], target);
    if (value <= target)
        fprintf(stream, "; met, with ");
    else
        fprintf(stream, "; MISSED by %.0f %%, with ", 100 * (value - target) / target);
    fprintf(stream, form[row->kind], value);
    fprintf(stream, "\n");
}

static void print_row(FILE *stream, const struct row *row, const json_t *list, const json_t *object)
{
    if (json_is_null(json_object_get(object, "median"))) {
        fprintf(stream, "  %-55s %8s %8s %8s  %-12s %s\n    %s\n", row->what, "-", "-", "-", row->unit,
                row->paper ? row->paper : "", json_string_value(json_object_get(object, "reason")));
        return;
    }
    fprintf(stream, "  %-55s %8.1f %8.1f %8.1f  %-12s %s\n", row->what, number(object, "median"),
            number(object, "min"), number(object, "max"), row->unit, row->paper ? row->paper : "");
    if (row->others)
        fprintf(stream, "    others: %s\n", row->others);
    if (row->kind != NONE)
        print_verdict(stream, row, list, object);
}

void bench_table_print(FILE *stream, const json_t *list)
{
    fprintf(stream, "  %-55s %8s %8s %8s  %-12s %s\n", "operation", "median", "min", "max", "unit",
            "paper, Core 2 (cycles)");
    for (size_t i = 0; i < ROWS; i++) {
        const json_t *object = find_row(list, rows[i].operation);
        if (i == NAMED_ROWS)
            fprintf(stream, "\n");
        if (object)
            print_row(stream, &rows[i], list, object);
    }
}
