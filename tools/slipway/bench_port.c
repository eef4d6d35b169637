/* SPDX-License-Identifier: GPL-2.0-only */
/* `slipway bench NAME`: boots our system, and Linux if asked to, in turns, and tells what each
 * workload cost. The turns go ours, Linux, Linux, ours, and so on: what changes on the host
 * meanwhile does not favour one of them. */
#include <stdlib.h>
#include <string.h>

#include "bench_port.h"
#include "contest.h"
#include "contest_table.h"
#include "courses.h"
#include "message.h"
#include "pacing.h"
#include "progress.h"

enum { OURS, LINUX, CONTENDERS };

struct bench_run {
    const struct bench_port *bench;
    struct manifest manifest;
    struct contender contender[CONTENDERS];
    unsigned contenders;        /* 1: ours alone */
    struct courses courses;
    struct contest contest;
};

static enum outcome run_turn(struct bench_run *run, const char *list, const unsigned pace[], unsigned turn)
{
    struct trial trial[CONTENDERS] = { 0 };
    enum outcome outcome = DONE;

    for (unsigned i = 0; i < run->contenders && outcome == DONE; i++) {
        unsigned who = run->contenders > 1 && turn % 2 ? CONTENDERS - 1 - i : i;
        const struct contender *contender = &run->contender[who];
        progress_step("%s %s, run %u of %u%s: %.40s", run->bench->name, contender->name, turn + 1,
                      run->bench->runs, pace[who] ? ", paced" : "", list);
        outcome = trial_run(contender, &(struct course){ list, pace[who] }, &trial[who]);
        if (outcome == DONE)
            contest_add(&run->contest, contender->name, &trial[who], turn, pace[who]);
    }
    if (outcome == DONE && run->contenders > 1)
        contest_compare(&run->contest, &trial[OURS], &trial[LINUX]);
    for (unsigned i = 0; i < CONTENDERS; i++)
        trial_free(&trial[i]);
    return outcome;
}

static enum outcome run_turns(struct bench_run *run, const char *list, const unsigned pace[])
{
    enum outcome outcome = DONE;

    for (unsigned turn = 0; turn < run->bench->runs && outcome == DONE; turn++)
        outcome = run_turn(run, list, pace, turn);
    return outcome;
}

static enum outcome run_paced(struct bench_run *run, const char *list)
{
    unsigned pace[CONTENDERS] = { 0 };
    enum outcome outcome = DONE;

    for (unsigned i = 0; i < run->contenders && outcome == DONE; i++)
        outcome = pacing_find(&run->contender[i], list, &pace[i]);
    return outcome == DONE ? run_turns(run, list, pace) : outcome;
}

static enum outcome run_all(struct bench_run *run)
{
    static const unsigned unpaced[CONTENDERS];
    enum outcome outcome = DONE;

    if (run->courses.saturated)
        outcome = run_turns(run, run->courses.saturated, unpaced);
    for (size_t i = 0; i < run->courses.loads.count && outcome == DONE; i++)
        outcome = run_turns(run, run->courses.loads.name[i], unpaced);
    for (size_t i = 0; i < run->courses.paced.count && outcome == DONE; i++)
        outcome = run_paced(run, run->courses.paced.name[i]);
    progress_clear();
    return outcome;
}

static enum outcome print_plan(const struct bench_run *run)
{
    enum outcome outcome = DONE;

    for (unsigned i = 0; i < run->contenders && outcome == DONE; i++) {
        const struct contender *contender = &run->contender[i];
        if (run->courses.saturated)
            outcome = trial_print(contender, &(struct course){ run->courses.saturated, 0 });
        for (size_t item = 0; item < run->courses.loads.count && outcome == DONE; item++)
            outcome = trial_print(contender, &(struct course){ run->courses.loads.name[item], 0 });
        for (size_t item = 0; item < run->courses.paced.count && outcome == DONE; item++) {
            const char *list = run->courses.paced.name[item];
            outcome = trial_print(contender, &(struct course){ list, pacing_first(list) });
        }
    }
    return outcome;
}

static void add_rows(const struct bench_run *run, json_t *rows)
{
    json_t *ours = contender_describe(&run->contender[OURS]);
    json_t *linux_guest = run->contenders > 1 ? contender_describe(&run->contender[LINUX]) : NULL;
    json_t *more = contest_rows(&run->contest, run->bench->name, run->contender[OURS].placement, ours,
                                linux_guest);

    json_array_extend(rows, more);
    if (!run->bench->common->json)
        contest_table_print(stdout, more);
    json_decref(more);
    json_decref(ours);
    json_decref(linux_guest);
}

/* Whether what the contenders need is there; they say themselves what is not. */
static enum outcome prepare(struct bench_run *run, const char *placement)
{
    enum outcome outcome = contender_ours(&run->contender[OURS], &run->manifest, placement);

    run->contenders = 1;
    if (outcome == DONE && run->bench->against_linux) {
        outcome = contender_linux(&run->contender[LINUX], &run->manifest);
        run->contenders = CONTENDERS;
    }
    return outcome;
}

static enum outcome run_placement(struct bench_run *run, const char *placement, json_t *rows)
{
    enum outcome outcome = prepare(run, placement);

    if (outcome == DONE && run->bench->common->dry_run) {
        outcome = print_plan(run);
    } else if (outcome == DONE) {
        outcome = run_all(run);
        add_rows(run, rows);
    }
    for (unsigned i = 0; i < run->contenders; i++)
        contender_free(&run->contender[i]);
    contest_free(&run->contest);
    return outcome;
}

static enum outcome run_placements(struct bench_run *run, json_t *rows)
{
    enum outcome outcome = DONE;

    for (const char *at = run->bench->placements; *at && outcome == DONE; at += *at == ',') {
        size_t length = strcspn(at, ",");
        char *placement = format("%.*s", (int)length, at);
        outcome = run_placement(run, placement, rows);
        free(placement);
        at += length;
    }
    return outcome;
}

/* The table has been printed; the JSON has all placements. */
static bool emit_rows(const struct bench_port *bench, json_t *rows)
{
    const struct common_options *common = bench->common;
    bool good = true;

    if (common->json)
        good = emit_json(json_incref(rows), NULL);
    if (common->json_file || bench->against_linux)
        good &= emit_json(json_incref(rows), common->json_file ? common->json_file : BENCH_LINUX_RESULTS);
    return good;
}

enum outcome bench_port(const struct bench_port *bench)
{
    struct bench_run run = { .bench = bench };
    bool dry_run = bench->common->dry_run;

    if (!courses_parse(&run.courses, bench->workloads ? bench->workloads : courses_default))
        return USAGE;
    if (!manifest_load(&run.manifest, bench->name)) {
        courses_free(&run.courses);
        return USAGE;
    }
    json_t *rows = json_array();
    enum outcome outcome = dry_run || trial_prepared() ? DONE : UNPREPARED;
    if (outcome == DONE)
        outcome = run_placements(&run, rows);
    if (!dry_run && json_array_size(rows) && !emit_rows(bench, rows) && outcome == DONE)
        outcome = FAILED;
    json_decref(rows);
    courses_free(&run.courses);
    manifest_free(&run.manifest);
    return outcome;
}
