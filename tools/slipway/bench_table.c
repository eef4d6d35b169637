/* SPDX-License-Identifier: GPL-2.0-only */
/* The paper's Table 2 for this kernel.
 *
 * Cycles are those of the host's processor, instructions those of the guest; the two are never
 * compared. What others need was measured in the same QEMU, counted in the same way
 * (docs/measurements.md). */
#include <stdbool.h>
#include <string.h>

#include "bench_table.h"
#include "message.h"

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
    { "call_one_domain", "cycles", "host call_one_domain", "call/return in one domain, null",
      "23 (2.6 x a function call)", NULL, RATIO, 1.6 },
    { "function_pointer_call", "cycles", "host function_pointer_call", "call through a function pointer", NULL,
      NULL, NONE, 0 },
    { "reference", "cycles", "host reference", "obtain and release a reference", "31", NULL, OTHER_ROW, 0 },
    { "call_across_null", "instructions", "across null", "call/return across domains, null",
      "771 cycles (0.73 x L4Ka)", "NOVA 182, L4Ka 202, seL4 514; floor 36", MEDIAN, 80 },
    { "call_across_2s1r", "instructions", "across lend", "call/return across domains, two scalars and a reference", NULL,
      "NOVA, 2 words 206, 8 words 278; L4Ka, 2 words 220; seL4, 2 words 520", MEDIAN, 120 },
    { "call_across_1k_in", "instructions", "across take_1k", "call/return across domains, a block of 1 KiB in", NULL, NULL, LESS_COPY, 120 },
    { "call_kernel_to_user", "instructions", "into-user null", "call/return kernel to user, null", NULL, NULL,
      NONE, 0 },
    { "call_user_to_kernel", "instructions", "into-kernel null", "call/return user to kernel, null", NULL, NULL,
      NONE, 0 },

    { "call_one_domain_serialised", "cycles", "host call_one_domain_serialised",
      "in one domain, serialised", NULL, NULL, NONE, 0 },
    { "call_one_domain_own_callees", "cycles", "host call_one_domain_own_callees",
      "in one domain, each site another server", NULL, NULL, NONE, 0 },
    { "call_one_domain_2s1r", "cycles", "host call_one_domain_2s1r",
      "in one domain, two scalars and a reference", NULL, NULL, NONE, 0 },
    { "call_one_domain_1k_in", "cycles", "host call_one_domain_1k_in", "in one domain, a block of 1 KiB",
      NULL, NULL, NONE, 0 },
    { "call_sites", "cycles", "host call_sites", "the two calls around each of these", NULL, NULL, NONE, 0 },

    { "call_one_domain_instructions", "instructions", "kernel null", "in one domain, null", NULL, NULL, NONE, 0 },
    { "call_one_domain_serialised_instructions", "instructions", "kernel null_serialised",
      "in one domain, serialised", NULL, NULL, NONE, 0 },
    { "call_one_domain_2s1r_instructions", "instructions", "kernel lend",
      "in one domain, two scalars and a reference", NULL, NULL, NONE, 0 },
    { "function_pointer_call_instructions", "instructions", "kernel function_pointer",
      "call through a function pointer", NULL, NULL, NONE, 0 },
    { "reference_instructions", "instructions", "kernel reference", "obtain and release a reference", NULL, NULL,
      NONE, 0 },
    { "reference_in_user_mode", "instructions", "across reference", "the same in user mode", NULL, NULL, NONE, 0 },
    { "call_across_null_serialised", "instructions", "across null_serialised", "across domains, serialised", NULL,
      NULL, NONE, 0 },
    { "call_one_user_domain", "instructions", "within-user null", "in one domain in user mode, null", NULL, NULL,
      NONE, 0 },
    { "call_kernel_to_user_2s1r", "instructions", "into-user lend",
      "kernel to user, two scalars and a reference", NULL, NULL, NONE, 0 },
    { "call_kernel_to_user_1k_in", "instructions", "into-user take_1k", "kernel to user, a block of 1 KiB", NULL,
      NULL, NONE, 0 },
    { "call_user_to_kernel_2s1r", "instructions", "into-kernel lend",
      "user to kernel, two scalars and a reference", NULL, NULL, NONE, 0 },
    { "call_user_to_kernel_1k_in", "instructions", "into-kernel take_1k", "user to kernel, a block of 1 KiB", NULL,
      NULL, NONE, 0 },
    { "copy_1k", "instructions", "across copy_1k", "copying 1 KiB alone", NULL, NULL, NONE, 0 },
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

json_t *bench_rows(const struct figures *figures)
{
    json_t *list = json_array();

    for (size_t i = 0; i < ROWS; i++) {
        const struct figure *figure = figures_find(figures, rows[i].figure);
        if (!figure) {
            report_error("was not measured", "its program, or the guest, told nothing of it", "%s",
                         rows[i].figure);
            continue;
        }
        json_t *object = json_pack("{s:s, s:s, s:s, s:f, s:f, s:f}", "operation", rows[i].operation, "what",
                                   rows[i].what, "unit", rows[i].unit, "median", rounded(figure_median(figure)), "min",
                                   rounded(figure_minimum(figure)), "max", rounded(figure_maximum(figure)));
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
