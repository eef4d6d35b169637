/* SPDX-License-Identifier: GPL-2.0-only */
/* Gathering what trials told. Ratios are taken of neighbours, which ran on the same host at nearly the
 * same time, and only then their median. */
#include <string.h>

#include "bench/comparison.h"

/* The throughput at which loads are compared. */
static double equal(const struct comparison *comparison)
{
    return 1e6 * comparison->native->mbit;
}

static double share_lost(const struct measured *measured)
{
    unsigned long long sent = measured->operations + measured->lost;

    return sent ? (double)measured->lost / (double)sent : 0;
}

static double latency(const struct measured *measured)
{
    return 1e6 * measured->seconds / (double)measured->operations;
}

static json_t *raw_run(const char *guest, const struct trial *trial, const struct measured *measured,
                       unsigned turn, unsigned pace)
{
    /* A trial whose payload was not verified by both ends has failed: there is no run of it. */
    json_t *run = json_pack("{s:s, s:i, s:I, s:I, s:I, s:I, s:f, s:I, s:I, s:b, s:b, s:O}",
                            "guest", guest, "turn", (int)turn, "bytes", (json_int_t)measured->bytes,
                            "operations", (json_int_t)measured->operations,
                            "lost", (json_int_t)measured->lost, "ticks", (json_int_t)measured->ticks,
                            "seconds", measured->seconds,
                            "instructions", (json_int_t)measured->instructions,
                            "repeated", (json_int_t)measured->repeated, "verified", 1,
                            "retried", trial->retried, "shares", measured->shares);

    if (measured->offered > 0)
        json_object_set_new(run, "offered", json_real(measured->offered));
    if (measured->dropped)
        json_object_set_new(run, "dropped_before_card", json_integer((json_int_t)measured->dropped));
    if (measured->unoffered)
        json_object_set_new(run, "not_offered", json_true());
    if (measured->stopped)
        json_object_set_new(run, "card_stopped", json_true());
    if (pace)
        json_object_set_new(run, "pace_microseconds", json_integer(pace));
    return run;
}

/* Of datagrams at a given rate. A load that was not offered any more was lost, and that is all of it. */
static void add_load_figures(struct figures *figures, const char *guest, const struct measured *measured)
{
    const char *name = measured->name;
    double sent = (double)(measured->operations + measured->lost);

    figures_add(figures, measured->stopped, "%s %s stopped", name, guest);
    if (measured->unoffered)
        return;
    figures_add(figures, measured->offered, "%s %s offered", name, guest);
    figures_add(figures, sent > 0 ? (double)measured->dropped / sent : 0, "%s %s dropped", name, guest);
}

static void add_figures(struct comparison *comparison, const char *guest, const struct measured *measured,
                        unsigned pace)
{
    struct figures *figures = &comparison->figures;
    const char *name = measured->name, *server;
    json_t *share;

    if (measured->offered > 0 || measured->unoffered)
        add_load_figures(figures, guest, measured);
    figures_add(figures, measured_throughput(measured) / 1e6, "%s %s throughput", name, guest);
    if (measured->bytes)
        figures_add(figures, measured_cost(measured), "%s %s instructions", name, guest);
    if (measured->paced) {
        figures_add(figures, pace, "%s %s pace_microseconds", name, guest);
        figures_add(figures, measured_load(measured), "%s %s busy", name, guest);
        figures_add(figures, measured_load_at(measured, equal(comparison)), "%s %s load", name, guest);
    }
    if (!measured->by_bytes) {
        if (measured->operations && !measured->offered)
            figures_add(figures, latency(measured), "%s %s microseconds", name, guest);
        figures_add(figures, share_lost(measured), "%s %s lost", name, guest);
    }
    json_object_foreach(measured->shares, server, share)
        figures_add(figures, json_number_value(share), "%s %s share %s", name, guest, server);
}

void comparison_add(struct comparison *comparison, const char *guest, const struct trial *trial, unsigned turn,
                 unsigned pace)
{
    if (!comparison->runs) {
        comparison->runs = json_object();
        comparison->facts = json_object();
    }
    if (!json_object_get(comparison->facts, guest))
        json_object_set_new(comparison->facts, guest, json_object());
    guest_facts_told(json_object_get(comparison->facts, guest), trial->console);
    for (size_t i = 0; i < trial->count; i++) {
        const struct measured *measured = &trial->measured[i];
        if (!names_contain(&comparison->workloads, measured->name)) {
            names_add(&comparison->workloads, measured->name);
            json_object_set_new(comparison->runs, measured->name, json_array());
        }
        json_array_append_new(json_object_get(comparison->runs, measured->name),
                              raw_run(guest, trial, measured, turn, pace));
        add_figures(comparison, guest, measured, pace);
    }
}

static void add_ratio(struct figures *figures, double ours, double other, const char *workload,
                      const char *quantity)
{
    if (other > 0)
        figures_add(figures, ours / other, "%s ratio %s", workload, quantity);
}

void comparison_add_ratios(struct comparison *comparison, const struct trial *ours, const struct trial *other)
{
    for (size_t i = 0; i < ours->count && i < other->count; i++) {
        const struct measured *a = &ours->measured[i], *b = &other->measured[i];
        struct figures *figures = &comparison->figures;
        add_ratio(figures, measured_throughput(a), measured_throughput(b), a->name, "throughput");
        add_ratio(figures, measured_cost(a), measured_cost(b), a->name, "instructions");
        if (a->paced)
            add_ratio(figures, measured_load_at(a, equal(comparison)), measured_load_at(b, equal(comparison)),
                      a->name, "load");
    }
}

void comparison_free(struct comparison *comparison)
{
    names_free(&comparison->workloads);
    figures_free(&comparison->figures);
    json_decref(comparison->runs);
    json_decref(comparison->facts);
    *comparison = (struct comparison){ 0 };
}
