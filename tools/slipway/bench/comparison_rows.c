/* SPDX-License-Identifier: GPL-2.0-only */
/* The results of a comparison as JSON: medians, spreads, ratios, and what became of the targets. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/comparison.h"

#define PACE_TOLERANCE 0.02     /* a median of throughput that is further off is told */

static const struct figure *find(const struct comparison *comparison, const char *workload, const char *whose,
                                 const char *quantity)
{
    char *name = format("%s %s %s", workload, whose, quantity);
    const struct figure *figure = figures_find(&comparison->figures, name);

    free(name);
    return figure;
}

/* To four digits: what was measured has no more, and a file of them can be read. */
static double rounded(double value)
{
    char text[32];

    snprintf(text, sizeof text, "%.4g", value);
    return strtod(text, NULL);
}

static json_t *spread_of(const struct figure *figure)
{
    return json_pack("{s:f, s:f, s:f, s:i}", "median", rounded(figure_median(figure)),
                     "min", rounded(figure_minimum(figure)), "max", rounded(figure_maximum(figure)),
                     "count", (int)figure->count);
}

/* The medians of servers' shares. In a run in which a server executed nothing it has none. */
static json_t *shares_of(const struct comparison *comparison, const char *workload, const char *guest)
{
    char *prefix = format("%s %s share ", workload, guest);
    json_t *shares = json_object();

    for (size_t i = 0; i < comparison->figures.count; i++) {
        const struct figure *figure = &comparison->figures.figure[i];
        if (starts_with(figure->name, prefix))
            json_object_set_new(shares, figure->name + strlen(prefix),
                                json_real(rounded(figure_median(figure))));
    }
    free(prefix);
    return shares;
}

/* In how many runs it was so: the samples are 0 or 1. */
static json_int_t count_of(const struct figure *figure)
{
    json_int_t count = 0;

    for (size_t i = 0; i < figure->count; i++)
        count += figure->samples[i] > 0;
    return count;
}

/* Whether a guest's paced runs moved what they were to move, so that their load may be compared. */
static bool at_pace(const struct comparison *comparison, const char *workload, const char *guest)
{
    const struct figure *figure = find(comparison, workload, guest, "throughput");

    return fabs(figure_median(figure) - comparison->native->mbit) <= PACE_TOLERANCE * comparison->native->mbit;
}

/* What one guest is, and what was measured of it. */
static json_t *side(const struct comparison *comparison, const char *guest, const json_t *description,
                    const char *workload)
{
    static const char *const quantities[] = { "throughput", "instructions", "load", "busy",
                                              "pace_microseconds", "microseconds", "lost", "offered",
                                              "dropped" };
    json_t *object = json_deep_copy(description), *told = json_object_get(comparison->facts, guest);

    if (json_object_size(told))
        json_object_update(json_object_get(object, "facts"), told);

    for (size_t i = 0; i < sizeof quantities / sizeof *quantities; i++) {
        const struct figure *figure = find(comparison, workload, guest, quantities[i]);
        if (figure)
            json_object_set_new(object, quantities[i], spread_of(figure));
    }
    const struct figure *stopped = find(comparison, workload, guest, "stopped");
    if (stopped)
        json_object_set_new(object, "runs_stopped", json_integer(count_of(stopped)));
    json_object_set_new(object, "shares", shares_of(comparison, workload, guest));
    return object;
}

/* The ratio of throughputs is null where nothing arrived at Linux in any run: there is nothing to
 * divide by. */
static void add_ratios(json_t *row, const struct comparison *comparison, const char *workload)
{
    static const char *const quantities[] = { "throughput", "instructions", "load" };

    for (size_t i = 0; i < sizeof quantities / sizeof *quantities; i++) {
        const struct figure *figure = find(comparison, workload, "ratio", quantities[i]);
        if (!figure && i == 0)
            json_object_set_new(row, "throughput_ratio", json_null());
        if (!figure)
            continue;
        char *key = format("%s_ratio", quantities[i]), *spread = format("%s_ratio_spread", quantities[i]);
        json_object_set_new(row, key, json_real(rounded(figure_median(figure))));
        json_object_set_new(row, spread, spread_of(figure));
        free(key);
        free(spread);
    }
}

/* What the port's manifest asks of ratios to Linux: of loads where they are paced, else of the others. What
 * it does not ask for is told and not judged. */
static void add_targets(json_t *row, const struct manifest_native *native, const char *workload,
                        const char *placement)
{
    bool paced = ends_with(workload, "_paced");
    json_t *list = json_array();

    for (size_t i = 0; i < native->target_count; i++) {
        const struct native_target *target = &native->targets[i];
        char *key = format("%s_ratio", target->ratio);
        const json_t *ratio = json_object_get(row, key);
        double value = json_number_value(ratio);
        bool of_load = strcmp(target->ratio, "load") == 0;
        if (ratio && strcmp(target->placement, placement) == 0 && paced == of_load)
            json_array_append_new(list, json_pack("{s:s, s:s, s:f, s:f, s:b}", "of", key, "limit",
                target->at_least ? "at least" : "at most", "target", target->limit, "value", value,
                "met", target->at_least ? value >= target->limit : value <= target->limit));
        free(key);
    }
    json_object_set_new(row, "targets", list);
}

static json_t *make_row(const struct comparison *comparison, const char *driver, const char *placement,
                        const json_t *ours, const json_t *linux_guest, const char *workload)
{
    bool by_bytes = starts_with(workload, "tcp_");
    json_t *row = json_pack("{s:s, s:s, s:s, s:s}", "driver", driver, "placement", placement,
                            "workload", workload, "instructions_for", by_bytes ? "KiB of payload"
                            : starts_with(workload, "rr") ? "round trip" : "datagram");

    if (ends_with(workload, "_paced"))
        json_object_set_new(row, "mbit", json_integer(comparison->native->mbit));
    if (linux_guest)
        add_ratios(row, comparison, workload);
    json_object_set_new(row, "ours", side(comparison, "ours", ours, workload));
    if (ends_with(workload, "_paced")) {
        bool both = at_pace(comparison, workload, "ours")
            && (!linux_guest || at_pace(comparison, workload, "linux"));
        json_object_set_new(row, "at_pace", json_boolean(both));
    }
    if (linux_guest)
        json_object_set_new(row, "linux", side(comparison, "linux", linux_guest, workload));
    if (by_bytes && linux_guest)
        add_targets(row, comparison->native, workload, placement);
    json_object_set(row, "runs", json_object_get(comparison->runs, workload));
    return row;
}

json_t *comparison_rows(const struct comparison *comparison, const char *driver, const char *placement,
                     const json_t *ours, const json_t *linux_guest)
{
    json_t *rows = json_array();

    for (size_t i = 0; i < comparison->workloads.count; i++)
        json_array_append_new(rows, make_row(comparison, driver, placement, ours, linux_guest,
                                             comparison->workloads.name[i]));
    return rows;
}
