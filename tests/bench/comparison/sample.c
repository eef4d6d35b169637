/* SPDX-License-Identifier: GPL-2.0-only */
/* Writes what `slipway bench card --placement=kernel,driver,each --against=linux` would write, of runs that
 * are made up: consoles, the peer's results and counted intervals go through all that real ones go through. So
 * what makes tables and charts of results is tested with what slipway writes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/boot_plan.h"
#include "bench/comparison.h"
#include "bench/trial_read.h"
#include "plan.h"

enum { TURNS = 6, ITEMS_MAX = 64, COUNT_IN_RING = 21, LINE = 300 };

/* A guest: what it costs, how fast it is, and from which load on its card stops. */
static const struct made_up_guest {
    const char *name;
    unsigned cost, mbit, stops;
} guests[] = {
    { "linux", 4000, 150, 12000 }, { "kernel", 2000, 300, 15000 }, { "driver", 2200, 250, 15000 },
    { "each", 2600, 100, 10000 },
};

static struct native_target targets[] = {
    { "kernel", "throughput", 1.5, true }, { "kernel", "instructions", 0.4, false },
    { "driver", "load", 1.0, false },
};
static const struct manifest_native native = { .mbit = 95, .targets = targets, .target_count = 3 };

/* What a guest and its peer tell of an item in a turn. */
static void run_item(const struct made_up_guest *guest, const struct workload *workload, size_t interval, unsigned turn,
                     bool paced, FILE *console, struct peer_result *result, struct interval *counted)
{
    bool stops = workload->rate >= guest->stops && workload->rate;
    unsigned long long size = workload->payload ? workload->payload : 1;
    unsigned long long arrived = stops ? COUNT_IN_RING : workload->count, bytes = arrived * size;
    bool tcp = workload->kind == WORKLOAD_TCP_IN || workload->kind == WORKLOAD_TCP_OUT;
    double seconds = (double)bytes * 8 / ((paced ? 95 : guest->mbit + turn) * 1e6);

    *counted = (struct interval){ .instructions = (tcp ? bytes / 1024 : arrived) * (guest->cost + turn) };
    fprintf(console, "workload: %s instructions-interval=%zu bytes=%llu operations=%llu ticks=%.0f lost=%llu "
            "verified=yes\n",
            workload->text, interval, bytes, tcp ? 0 : arrived, seconds * 1e9,
            workload->payload ? workload->count - arrived : 0);
    if (stops)
        fprintf(console, "workload: %s: the card has stopped receiving\n", workload->text);
    *result = (struct peer_result){ .bytes = bytes, .operations = tcp ? 0 : arrived, .verified = !stops,
                                    .ended = !stops,
                                    .seconds = workload->rate ? 1 : seconds, .offered = workload->rate * 0.99,
                                    .dropped = stops ? 5 : 0 };
    strcpy(result->name, plan_name(workload->kind));
}

static json_t *shares_of(const struct made_up_guest *guest)
{
    if (guest == guests)
        return json_pack("{s:f, s:f, s:f}", "kernel", 0.85, "card_9", 0.1, "workload", 0.05);
    return json_pack("{s:f, s:f, s:f, s:f}", "tcp", 0.6, "nic", 0.2, "kernel", 0.1, "crossings", 0.1);
}

static struct trial run(const struct made_up_guest *guest, const char *list, unsigned turn, bool paced)
{
    struct peer_result results[ITEMS_MAX];
    struct trial trial = { .retried = guest == guests && turn == 2 && paced };
    struct workload workload = { 0 };
    const char *rest = list, *reason;
    size_t size, count = 0;
    FILE *console = open_memstream(&trial.console, &size);

    trial.intervals.interval = allocate(ITEMS_MAX * sizeof *trial.intervals.interval);
    if (guest == guests)
        fputs("workload: fact mitigations: some\n", console);
    while (count < ITEMS_MAX && (workload.rate < guest->stops || !workload.rate)
           && plan_next(&rest, &workload, &reason) == 1) {
        run_item(guest, &workload, count, turn, paced, console, &results[count], &trial.intervals.interval[count]);
        count++;
    }
    fclose(console);
    trial.intervals.count = count;
    if (!trial_read(&trial, results, count, paced))
        exit(1);
    for (size_t i = 0; i < trial.count; i++)
        trial.measured[i].shares = shares_of(guest);
    char *problem = trial_read_rest(&trial, list);
    if (problem)
        exit(1);
    return trial;
}

static void run_list(struct comparison *comparison, const struct made_up_guest *guest, const char *list, bool paced)
{
    for (unsigned turn = 0; turn < TURNS; turn++) {
        struct trial ours = run(guest, list, turn, paced), other = run(guests, list, turn, paced);
        comparison_add(comparison, "ours", &ours, turn, paced ? 2010 : 0);
        comparison_add(comparison, "linux", &other, turn, paced ? 2000 : 0);
        comparison_add_ratios(comparison, &ours, &other);
        trial_free(&ours);
        trial_free(&other);
    }
}

int main(void)
{
    json_t *rows = json_array(), *ours, *other;
    struct boot_plan boots;

    ours = json_pack("{s:s, s:s, s:s, s:[], s:{s:s, s:s}}", "system", "Slipway", "driver", "card", "stack",
                     "ours", "quirks", "facts", "mitigations", "none", "TCP send buffer", "93440 bytes");
    other = json_pack("{s:s, s:s, s:s, s:[s], s:{s:s}}", "system", "linux-image-9", "driver", "card-9",
                      "stack", "its own", "quirks", "one byte", "facts", "TCP send buffer", "autotuned");
    if (!boot_plan_parse(&boots, boot_plan_default))
        return 1;
    for (const struct made_up_guest *guest = guests + 1; guest < guests + 4; guest++) {
        struct comparison comparison = { .native = &native };
        run_list(&comparison, guest, boots.loads, false);
        run_list(&comparison, guest, boots.saturated, false);
        for (size_t i = 0; i < boots.paced.count; i++)
            run_list(&comparison, guest, boots.paced.name[i], true);
        json_t *more = comparison_rows(&comparison, "card", guest->name, ours, other);
        json_array_extend(rows, more);
        json_decref(more);
        comparison_free(&comparison);
    }
    json_dumpf(rows, stdout, JSON_REAL_PRECISION(15));
    json_decref(rows);
    json_decref(ours);
    json_decref(other);
    boot_plan_free(&boots);
    return 0;
}
