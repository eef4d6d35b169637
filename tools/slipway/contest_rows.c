/* SPDX-License-Identifier: GPL-2.0-only */
/* The results of a contest as JSON: medians, spreads, ratios, and what became of the targets. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contest.h"

/* What is asked of a ratio to Linux, by the placement's name. Others are told and not judged. */
static const struct target {
    const char *placement, *quantity;
    bool paced, at_least;
    double limit;
} targets[] = {
    { "kernel", "throughput", false, true, 1.5 }, { "kernel", "instructions", false, false, 0.5 },
    { "kernel", "load", true, false, 0.5 },
    { "driver", "throughput", false, true, 1.0 }, { "driver", "instructions", false, false, 1.0 },
    { "driver", "load", true, false, 1.0 },
    { "each", "instructions", false, false, 2.0 }, { "each", "load", true, false, 2.0 },
};

static const struct figure *find(const struct contest *contest, const char *workload, const char *whose,
                                 const char *quantity)
{
    char *name = format("%s %s %s", workload, whose, quantity);
    const struct figure *figure = figures_find(&contest->figures, name);

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
static json_t *shares_of(const struct contest *contest, const char *workload, const char *contender)
{
    char *prefix = format("%s %s share ", workload, contender);
    json_t *shares = json_object();

    for (size_t i = 0; i < contest->figures.count; i++) {
        const struct figure *figure = &contest->figures.figure[i];
        if (starts_with(figure->name, prefix))
            json_object_set_new(shares, figure->name + strlen(prefix),
                                json_real(rounded(figure_median(figure))));
    }
    free(prefix);
    return shares;
}

/* What one guest is, and what was measured of it. */
static json_t *side(const struct contest *contest, const char *contender, const json_t *description,
                    const char *workload)
{
    static const char *const quantities[] = { "throughput", "instructions", "load", "busy", "microseconds",
                                              "lost" };
    json_t *object = json_copy((json_t *)description);

    for (size_t i = 0; i < sizeof quantities / sizeof *quantities; i++) {
        const struct figure *figure = find(contest, workload, contender, quantities[i]);
        if (figure)
            json_object_set_new(object, quantities[i], spread_of(figure));
    }
    json_object_set_new(object, "shares", shares_of(contest, workload, contender));
    return object;
}

static void add_ratios(json_t *row, const struct contest *contest, const char *workload)
{
    static const char *const quantities[] = { "throughput", "instructions", "load" };

    for (size_t i = 0; i < sizeof quantities / sizeof *quantities; i++) {
        const struct figure *figure = find(contest, workload, "ratio", quantities[i]);
        if (!figure)
            continue;
        char *key = format("%s_ratio", quantities[i]), *spread = format("%s_ratio_spread", quantities[i]);
        json_object_set_new(row, key, json_real(rounded(figure_median(figure))));
        json_object_set_new(row, spread, spread_of(figure));
        free(key);
        free(spread);
    }
}

static void add_targets(json_t *row, const char *workload, const char *placement)
{
    bool paced = ends_with(workload, "_paced");
    json_t *list = json_array();

    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        const struct target *target = &targets[i];
        char *key = format("%s_ratio", target->quantity);
        const json_t *ratio = json_object_get(row, key);
        double value = json_number_value(ratio);
        if (ratio && strcmp(target->placement, placement) == 0 && paced == target->paced)
            json_array_append_new(list, json_pack("{s:s, s:s, s:f, s:f, s:b}", "of", key, "limit",
                target->at_least ? "at least" : "at most", "target", target->limit, "value", value,
                "met", target->at_least ? value >= target->limit : value <= target->limit));
        free(key);
    }
    json_object_set_new(row, "targets", list);
}

static json_t *make_row(const struct contest *contest, const char *driver, const char *placement,
                        const json_t *ours, const json_t *linux_guest, const char *workload)
{
    bool by_bytes = starts_with(workload, "tcp_");
    json_t *row = json_pack("{s:s, s:s, s:s, s:s}", "driver", driver, "placement", placement,
                            "workload", workload, "instructions_for", by_bytes ? "KiB of payload"
                            : starts_with(workload, "rr") ? "round trip" : "datagram");

    add_ratios(row, contest, workload);
    json_object_set_new(row, "ours", side(contest, "ours", ours, workload));
    if (linux_guest)
        json_object_set_new(row, "linux", side(contest, "linux", linux_guest, workload));
    if (by_bytes && linux_guest)
        add_targets(row, workload, placement);
    json_object_set(row, "runs", json_object_get(contest->runs, workload));
    return row;
}

json_t *contest_rows(const struct contest *contest, const char *driver, const char *placement,
                     const json_t *ours, const json_t *linux_guest)
{
    json_t *rows = json_array();

    for (size_t i = 0; i < contest->workloads.count; i++)
        json_array_append_new(rows, make_row(contest, driver, placement, ours, linux_guest,
                                             contest->workloads.name[i]));
    return rows;
}
