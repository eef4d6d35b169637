/* SPDX-License-Identifier: GPL-2.0-only */
/* The results of a comparison as a table. It reads the rows rather than the figures behind them, so
 * that table and JSON cannot differ. */
#include <stdbool.h>
#include <string.h>

#include "bench/comparison_table.h"

static double number(const json_t *object, const char *key)
{
    return json_number_value(json_object_get(object, key));
}

static const char *text(const json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));

    return value ? value : "";
}

static void print_guest(FILE *stream, const char *label, const json_t *side)
{
    size_t index;
    const char *name;
    json_t *quirk, *fact;

    if (!side)
        return;
    fprintf(stream, "  %-8s %s; driver %s; stack: %s\n", label, text(side, "system"), text(side, "driver"),
            text(side, "stack"));
    json_array_foreach(json_object_get(side, "quirks"), index, quirk)
        fprintf(stream, "  %-8s quirk: %s\n", "", json_string_value(quirk));
    json_object_foreach(json_object_get(side, "facts"), name, fact)
        fprintf(stream, "  %-8s %s: %s\n", "", name, json_string_value(fact));
}

/* Median and, in brackets, the spread; nothing if it was not measured. */
static void print_spread(FILE *stream, const json_t *spread, double scale, int digits)
{
    char range[48];

    if (!spread) {
        fprintf(stream, " %9s %-19s", "", "");
        return;
    }
    snprintf(range, sizeof range, "(%.*f..%.*f)", digits, scale * number(spread, "min"), digits,
             scale * number(spread, "max"));
    fprintf(stream, " %9.*f %-19s", digits, scale * number(spread, "median"), range);
}

static void print_quantity(FILE *stream, const json_t *row, const char *key, const char *unit, double scale,
                           int digits)
{
    const json_t *ours = json_object_get(json_object_get(row, "ours"), key);
    const json_t *other = json_object_get(json_object_get(row, "linux"), key);
    char ratio[32];

    if (!ours)
        return;
    fprintf(stream, "    %-34s", unit);
    print_spread(stream, ours, scale, digits);
    print_spread(stream, other, scale, digits);
    snprintf(ratio, sizeof ratio, "%s_ratio", key);
    if (json_is_number(json_object_get(row, ratio)))
        fprintf(stream, " %7.3f", number(row, ratio));
    fputc('\n', stream);
}

static void print_shares(FILE *stream, const json_t *row, const char *whose)
{
    const json_t *shares = json_object_get(json_object_get(row, whose), "shares");
    const char *name;
    json_t *share;

    if (!shares)
        return;
    fprintf(stream, "    %s:", whose);
    json_object_foreach((json_t *)shares, name, share)
        if (json_number_value(share) >= 0.005)
            fprintf(stream, " %s %.1f %%", name, 100 * json_number_value(share));
    fputc('\n', stream);
}

static void print_targets(FILE *stream, const json_t *row)
{
    size_t index;
    json_t *target;

    json_array_foreach(json_object_get(row, "targets"), index, target)
        fprintf(stream, "    target: %s %s %.1f; %s, with %.3f\n", text(target, "of"), text(target, "limit"),
                number(target, "target"), json_is_true(json_object_get(target, "met")) ? "met" : "MISSED",
                number(target, "value"));
}

/* Payload moved; of round trips, each of which moves a byte, their number. */
static void print_speed(FILE *stream, const json_t *row, bool round_trips)
{
    if (round_trips)
        print_quantity(stream, row, "throughput", "round trips a second", 1e6 / 8, 0);
    else
        print_quantity(stream, row, "throughput", "Mbit/s of payload", 1, 1);
}

/* A run in which the card had stopped receiving lost everything after that. */
static void print_stopped(FILE *stream, const json_t *row)
{
    const json_t *ours = json_object_get(row, "ours"), *other = json_object_get(row, "linux");

    if (!json_object_get(ours, "runs_stopped"))
        return;
    fprintf(stream, "    runs in which the card had stopped: ours %.0f of %.0f", number(ours, "runs_stopped"),
            number(json_object_get(ours, "lost"), "count"));
    if (other)
        fprintf(stream, ", linux %.0f of %.0f", number(other, "runs_stopped"),
                number(json_object_get(other, "lost"), "count"));
    fputc('\n', stream);
}

static void print_row(FILE *stream, const json_t *row)
{
    char unit[64], load[64];
    bool round_trips = strcmp(text(row, "workload"), "rr") == 0;

    fprintf(stream, "\n  %s\n", text(row, "workload"));
    snprintf(unit, sizeof unit, "instructions a %s", text(row, "instructions_for"));
    print_speed(stream, row, round_trips);
    print_quantity(stream, row, "instructions", unit, 1, 0);
    snprintf(load, sizeof load, "CPU load at %.0f Mbit/s, %%", number(row, "mbit"));
    print_quantity(stream, row, "load", load, 100, 1);
    print_quantity(stream, row, "pace_microseconds", "pace, microseconds", 1, 0);
    if (json_is_false(json_object_get(row, "at_pace")))
        fprintf(stream, "    NOTE: over 2 %% off the throughput at which loads are to be compared\n");
    print_quantity(stream, row, "busy", "CPU load as measured, %", 100, 1);
    print_quantity(stream, row, "microseconds", "microseconds each", 1, 1);
    if (!round_trips)
        print_quantity(stream, row, "lost", "lost, %", 100, 2);
    print_quantity(stream, row, "offered", "datagrams a second offered", 1, 0);
    print_quantity(stream, row, "dropped", "of all, dropped before the card, %", 100, 2);
    print_stopped(stream, row);
    print_shares(stream, row, "ours");
    print_shares(stream, row, "linux");
    print_targets(stream, row);
}

void comparison_table_print(FILE *stream, const json_t *rows)
{
    const json_t *first = json_array_get(rows, 0);
    size_t index;
    json_t *row;

    if (!first)
        return;
    fprintf(stream, "\n  %s, placement %s\n", text(first, "driver"), text(first, "placement"));
    print_guest(stream, "ours", json_object_get(first, "ours"));
    print_guest(stream, "linux", json_object_get(first, "linux"));
    fprintf(stream, "\n  %-36s %9s %-19s %9s %-19s %7s\n", "median (minimum..maximum)", "ours", "",
            json_object_get(first, "linux") ? "linux" : "", "",
            json_object_get(first, "linux") ? "ratio" : "");
    json_array_foreach(rows, index, row)
        print_row(stream, row);
}
