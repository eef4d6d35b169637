/* SPDX-License-Identifier: GPL-2.0-only */
/* `slipway bench NAME`: boots our system, and Linux if asked to, in turns, and tells what each
 * workload cost. The turns go ours, Linux, Linux, ours, and so on: what changes on the host
 * meanwhile does not favour one of them. */
#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "base/options.h"
#include "base/progress.h"
#include "bench/boot_plan.h"
#include "bench/comparison.h"
#include "bench/comparison_table.h"
#include "bench/kept_results.h"
#include "bench/pacing.h"
#include "bench/port.h"

/* Our system in one of the placements, and what was measured of it and beside it. */
struct placed {
    char *name;
    struct guest ours;
    struct comparison comparison;
};

struct bench_run {
    const struct bench_port *bench;
    struct manifest manifest;
    struct placed *placed;
    size_t count;
    struct guest linux_guest;       /* only if the bench is against it */
    struct boot_plan boots;
    unsigned *linux_pace;       /* of each paced task, which no placement of ours changes; 0: not known */
};

static enum outcome run_trial(const struct bench_run *run, const struct guest *guest,
                              const char *placement, const char *list, unsigned pace, unsigned turn,
                              struct trial *trial)
{
    progress_step("%s %s%s%s, run %u of %u%s: %.40s", run->bench->name, guest->name,
                  placement ? " in placement " : "", placement ? placement : "", turn + 1, run->bench->runs,
                  pace ? ", paced" : "", list);
    return trial_run(guest, &(struct boot_task){ list, pace }, trial);
}

/* A turn's two trials in the order in which they ran, and their ratios; without Linux there is one. */
static void add_turn(struct placed *placed, const struct trial *ours, unsigned pace,
                     const struct trial *other, unsigned linux_pace, unsigned turn)
{
    if (other && turn % 2)
        comparison_add(&placed->comparison, "linux", other, turn, linux_pace);
    comparison_add(&placed->comparison, "ours", ours, turn, pace);
    if (other && turn % 2 == 0)
        comparison_add(&placed->comparison, "linux", other, turn, linux_pace);
    if (other)
        comparison_add_ratios(&placed->comparison, ours, other);
}

/* One turn of some placements beside Linux, each of which is compared with the same run of Linux: they go
 * first in even turns, in their order, and last in odd ones, in the opposite order. */
static enum outcome run_turn(struct bench_run *run, struct placed placed[], size_t count, const char *list,
                             unsigned pace, unsigned linux_pace, unsigned turn)
{
    bool against = run->bench->against_linux;
    struct trial *trials = allocate((count + 1) * sizeof *trials), *other = &trials[count];
    enum outcome outcome = DONE;

    for (size_t i = 0; i <= count; i++)
        trials[i] = (struct trial){ 0 };
    for (size_t step = 0; step <= count && outcome == DONE; step++) {
        size_t who = turn % 2 ? count - step : step;
        if (who < count)
            outcome = run_trial(run, &placed[who].ours, placed[who].name, list, pace, turn, &trials[who]);
        else if (against)
            outcome = run_trial(run, &run->linux_guest, NULL, list, linux_pace, turn, other);
    }
    for (size_t i = 0; i < count && outcome == DONE; i++)
        add_turn(&placed[i], &trials[i], pace, against ? other : NULL, linux_pace, turn);
    for (size_t i = 0; i <= count; i++)
        trial_free(&trials[i]);
    free(trials);
    return outcome;
}

static enum outcome run_turns(struct bench_run *run, struct placed placed[], size_t count, const char *list,
                              unsigned pace, unsigned linux_pace)
{
    enum outcome outcome = DONE;

    for (unsigned turn = 0; turn < run->bench->runs && outcome == DONE; turn++)
        outcome = run_turn(run, placed, count, list, pace, linux_pace, turn);
    return outcome;
}

static enum outcome run_paced(struct bench_run *run, struct placed *placed, size_t item)
{
    const char *list = run->boots.paced.name[item];
    unsigned pace = 0, *linux_pace = &run->linux_pace[item];
    enum outcome outcome = pacing_find(&placed->ours, list, &pace);

    if (outcome == DONE && run->bench->against_linux && *linux_pace == 0)
        outcome = pacing_find(&run->linux_guest, list, linux_pace);
    return outcome == DONE ? run_turns(run, placed, 1, list, pace, *linux_pace) : outcome;
}

static enum outcome run_placement(struct bench_run *run, struct placed *placed)
{
    enum outcome outcome = DONE;

    if (run->boots.saturated)
        outcome = run_turns(run, placed, 1, run->boots.saturated, 0, 0);
    for (size_t i = 0; i < run->boots.paced.count && outcome == DONE; i++)
        outcome = run_paced(run, placed, i);
    progress_clear();
    return outcome;
}

static enum outcome print_guest(const struct bench_run *run, const struct guest *guest)
{
    const struct boot_plan *boots = &run->boots;
    enum outcome outcome = DONE;

    if (boots->saturated)
        outcome = trial_print(guest, &(struct boot_task){ boots->saturated, 0 });
    if (boots->loads && outcome == DONE)
        outcome = trial_print(guest, &(struct boot_task){ boots->loads, 0 });
    for (size_t item = 0; item < boots->paced.count && outcome == DONE; item++) {
        const char *list = boots->paced.name[item];
        outcome = trial_print(guest, &(struct boot_task){ list, pacing_first(&run->manifest.native, list) });
    }
    return outcome;
}

static enum outcome print_plan(const struct bench_run *run)
{
    enum outcome outcome = DONE;

    for (size_t i = 0; i < run->count && outcome == DONE; i++)
        outcome = print_guest(run, &run->placed[i].ours);
    if (outcome == DONE && run->bench->against_linux)
        outcome = print_guest(run, &run->linux_guest);
    return outcome;
}

static void add_rows(const struct bench_run *run, const struct placed *placed, json_t *rows)
{
    bool against = run->bench->against_linux;
    json_t *ours = guest_describe(&placed->ours);
    json_t *other = against ? guest_describe(&run->linux_guest) : NULL;
    json_t *more = comparison_rows(&placed->comparison, run->bench->name, placed->name, ours, other);

    json_array_extend(rows, more);
    if (!run->bench->common->json)
        comparison_table_print(stdout, more);
    json_decref(more);
    json_decref(ours);
    json_decref(other);
}

/* Offered loads come first, because all placements share Linux's runs of them; then one placement after the
 * other. */
static enum outcome run_all(struct bench_run *run, json_t *rows)
{
    enum outcome outcome = DONE;

    if (run->boots.loads)
        outcome = run_turns(run, run->placed, run->count, run->boots.loads, 0, 0);
    progress_clear();
    for (size_t i = 0; i < run->count; i++) {
        if (outcome == DONE)
            outcome = run_placement(run, &run->placed[i]);
        if (run->placed[i].comparison.workloads.count)
            add_rows(run, &run->placed[i], rows);
    }
    return outcome;
}

static enum outcome add_placement(struct bench_run *run, char *name)
{
    run->placed = reallocate(run->placed, (run->count + 1) * sizeof *run->placed);
    struct placed *placed = &run->placed[run->count++];

    *placed = (struct placed){ .name = name, .comparison.native = &run->manifest.native };
    return guest_ours(&placed->ours, &run->manifest, name);
}

/* Whether what the guests need is there; they say themselves what is not. */
static enum outcome prepare(struct bench_run *run)
{
    enum outcome outcome = DONE;

    for (const char *at = run->bench->placements; *at && outcome == DONE; at += *at == ',') {
        size_t length = strcspn(at, ",");
        outcome = add_placement(run, format("%.*s", (int)length, at));
        at += length;
    }
    if (outcome == DONE && run->bench->against_linux)
        outcome = guest_linux(&run->linux_guest, &run->manifest);
    run->linux_pace = allocate((run->boots.paced.count + 1) * sizeof *run->linux_pace);
    memset(run->linux_pace, 0, (run->boots.paced.count + 1) * sizeof *run->linux_pace);
    return outcome;
}

static void run_free(struct bench_run *run)
{
    for (size_t i = 0; i < run->count; i++) {
        free(run->placed[i].name);
        guest_free(&run->placed[i].ours);
        comparison_free(&run->placed[i].comparison);
    }
    free(run->placed);
    if (run->linux_guest.is_linux)
        guest_free(&run->linux_guest);
    free(run->linux_pace);
    boot_plan_free(&run->boots);
    manifest_free(&run->manifest);
}

enum outcome bench_port(const struct bench_port *bench)
{
    struct bench_run run = { .bench = bench };
    bool dry_run = bench->common->dry_run;

    if (!boot_plan_parse(&run.boots, bench->workloads ? bench->workloads : boot_plan_default))
        return USAGE;
    if (!manifest_load(&run.manifest, bench->name)) {
        boot_plan_free(&run.boots);
        return USAGE;
    }
    json_t *rows = json_array();
    enum outcome outcome = dry_run || trial_prepared() ? prepare(&run) : UNPREPARED;
    if (outcome == DONE)
        outcome = dry_run ? print_plan(&run) : run_all(&run, rows);
    bool kept = dry_run || !json_array_size(rows) || bench_results_emit(bench, rows, outcome == DONE);
    if (!kept && outcome == DONE)
        outcome = FAILED;
    json_decref(rows);
    run_free(&run);
    return outcome;
}
