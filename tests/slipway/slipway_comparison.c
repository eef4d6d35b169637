/* SPDX-License-Identifier: GPL-2.0-only */
/* slipway bench NAME: the list of workloads, what three sides tell of a run, ratios of neighbouring
 * runs, and the form of the results. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/boot_plan.h"
#include "bench/comparison.h"
#include "bench/comparison_table.h"
#include "bench/trial_read.h"
#include "tap.h"

static void test_boot_plan(void)
{
    struct boot_plan boots;

    ok(boot_plan_parse(&boots, "tcp_in,4096;tcp_in_paced,1024;rr,7;tcp_out_paced,99"), "a list is cut");
    is_text(boots.saturated, "tcp_in,4096;rr,7", "what is not paced is one boot");
    is_number(boots.paced.count, 2, "what is paced one each");
    is_text(boots.paced.name[1], "tcp_out,99", "as the guest knows it");
    boot_plan_free(&boots);
    ok(boot_plan_parse(&boots, "udp_loss,64,9,9;rr,7;udp_loss,64,9,10"), "a list with offered loads");
    is_text(boots.saturated, "rr,7", "what is none is one boot");
    is_text(boots.loads, "udp_loss,64,9,9;udp_loss,64,9,10", "they are another");
    boot_plan_free(&boots);
    ok(boot_plan_parse(&boots, boot_plan_default), "the default list is right");
    is_number(boots.paced.count, 2, "both transfers are paced too");
    boot_plan_free(&boots);

    static const char *const bad[] = { "", "tcp_in", "tcp_in,0", "tcp_in,5;", "rr_paced,5", "udp_in,63,1",
                                       "tcp_in_paced,x", "nothing,1" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ok(!boot_plan_parse(&boots, bad[i]), "\"%s\" is refused", bad[i]);
}

static void test_names(void)
{
    static const char *const names[][2] = {
        { "tcp_in,5", "tcp_in" }, { "udp_out,64,10", "udp_out_64" },
        { "udp_loss,1518,10,2000", "udp_loss_1518_2000" }, { "rr,1", "rr" },
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *name = workload_name(names[i][0], false);
        is_text(name, names[i][1], "the name of %s", names[i][0]);
        free(name);
    }
    char *name = workload_name("tcp_out,5", true);
    is_text(name, "tcp_out_paced", "the name of a paced one");
    free(name);
    ok(!workload_name("tcp_out", false), "what is no item has none");
}

static const char told[] =
    "console: noise\n"
    "workload: tcp_in,2048 instructions-interval=0 bytes=2048 operations=0 ticks=9000 lost=0 verified=yes\n"
    "workload: udp_in,64,10 instructions-interval=1 bytes=144 operations=8 ticks=9000 lost=2 verified=yes\n"
    "workload: done\n";

static const struct peer_result results[] = {
    { .name = "tcp_in", .bytes = 2048, .expected = 2048, .seconds = 0.5, .verified = true, .ended = true },
    { .name = "udp_in", .bytes = 144, .operations = 8, .expected = 10, .seconds = 0.25, .verified = true,
      .ended = true },
};

/* A trial of `text` in which the plugin counted so many instructions in the first interval. */
static struct trial make_trial(const char *text, unsigned long long instructions)
{
    struct trial trial = { .console = format("%s", text), .intervals = { .count = 2 } };

    trial.intervals.interval = allocate(2 * sizeof *trial.intervals.interval);
    trial.intervals.interval[0] = (struct interval){ .instructions = instructions, .repeated = 1 };
    trial.intervals.interval[1] = (struct interval){ .instructions = 800 };
    return trial;
}

static void test_reading(void)
{
    struct trial trial = make_trial(told, 4000);

    ok(trial_read(&trial, results, 2, false), "a run is put together");
    is_number(trial.count, 2, "both workloads are there");
    is_text(trial.measured[0].name, "tcp_in", "its name");
    is_number(trial.measured[0].instructions, 4000, "what the plugin counted");
    ok(measured_cost(&trial.measured[0]) == 2000, "instructions a KiB");
    ok(measured_throughput(&trial.measured[0]) == 2048 * 8 / 0.5, "throughput by the peer's clock");
    ok(measured_cost(&trial.measured[1]) == 100, "instructions a datagram that arrived");
    is_number(trial.measured[1].lost, 2, "lost datagrams");
    trial_free(&trial);

    trial = make_trial(told, 900);
    ok(trial_read(&trial, results, 2, true), "a paced run");
    ok(fabs(measured_throughput(&trial.measured[0]) - 2048 * 8 / 9e-6) < 1, "throughput by virtual time");
    ok(measured_load(&trial.measured[0]) == 0.8, "load: 900 instructions of 8 ns in 9000 ns");
    ok(fabs(measured_load_at(&trial.measured[0], 2 * measured_throughput(&trial.measured[0])) - 1.6) < 1e-9,
       "and at twice the throughput");
    trial_free(&trial);
}

/* A card that stopped: the peer knows nothing of the end. */
static void test_stopped(void)
{
    static const char line[] =
        "workload: udp_loss,64,10,9 instructions-interval=1 bytes=36 operations=2 ticks=9 lost=8 verified=yes\n";
    static const struct peer_result unended = { .name = "udp_loss", .expected = 10 };
    char *text = format("%sworkload: udp_loss,64,10,9: the card has stopped receiving\n", line);
    struct trial trial = make_trial(text, 4000);

    ok(trial_read(&trial, &unended, 1, false), "a card that has stopped is no failure");
    ok(trial.count == 1 && trial.measured[0].stopped && trial.measured[0].lost == 8, "but told");
    trial_free(&trial);
    trial = make_trial(line, 4000);
    ok(!trial_read(&trial, &unended, 1, false), "unless the guest does not say so");
    trial_free(&trial);
    free(text);
}

static void refuse(const char *text, const struct peer_result *peer, size_t count, const char *what)
{
    struct trial trial = make_trial(text, 4000);

    ok(!trial_read(&trial, peer, count, false), "refused: %s", what);
    trial_free(&trial);
}

static void test_disagreement(void)
{
    struct peer_result other[2] = { results[0], results[1] };

    refuse(told, results, 1, "the guest tells of more than the peer");
    refuse("workload: done\n", results, 2, "the guest tells of less");
    strcpy(other[0].name, "tcp_out");
    refuse(told, other, 2, "another workload");
    other[0] = results[0];
    other[0].bytes = 2047;
    refuse(told, other, 2, "other bytes");
    other[0] = results[0];
    other[1].verified = false;
    refuse(told, other, 2, "not verified by the peer");
    other[1] = results[1];
    other[0].ended = false;
    refuse(told, other, 2, "not ended");
    refuse("workload: tcp_in,2048 instructions-interval=0 bytes=2048 operations=0 ticks=9 lost=0 verified=no\n",
           results, 1, "not verified by the guest");
    refuse("workload: tcp_in,2048 instructions-interval=2 bytes=2048 operations=0 ticks=9 lost=0 verified=yes\n",
           results, 1, "an interval that was not counted");
}

static void add_pair(struct comparison *comparison, unsigned turn, unsigned long long ours,
                     unsigned long long other)
{
    struct trial a = make_trial(told, ours), b = make_trial(told, other);

    trial_read(&a, results, 2, false);
    trial_read(&b, results, 2, false);
    for (size_t i = 0; i < 2; i++) {
        a.measured[i].shares = json_pack("{s:f, s:f}", "tcp", 0.75, "kernel", 0.25);
        b.measured[i].shares = json_pack("{s:f}", "kernel", 1.0);
    }
    comparison_add(comparison, "ours", &a, turn, 0);
    comparison_add(comparison, "linux", &b, turn, 0);
    comparison_add_ratios(comparison, &a, &b);
    trial_free(&a);
    trial_free(&b);
}

static double value(const json_t *row, const char *side, const char *quantity, const char *key)
{
    const json_t *object = side ? json_object_get(row, side) : row;

    return json_number_value(json_object_get(json_object_get(object, quantity), key));
}

static void check_table(const json_t *rows)
{
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);

    comparison_table_print(stream, rows);
    fclose(stream);
    ok(strstr(text, "target: instructions_ratio at most 0.5; met, with 0.500\n") != NULL,
       "the table: a target met");
    ok(strstr(text, "target: throughput_ratio at least 1.5; MISSED, with 1.000\n") != NULL, "and one missed");
    ok(strstr(text, "ours: tcp 75.0 % kernel 25.0 %\n") != NULL, "and the shares");
    free(text);
}

static struct native_target targets[] = {
    { "kernel", "throughput", 1.5, true }, { "kernel", "instructions", 0.5, false },
    { "kernel", "load", 0.5, false }, { "driver", "throughput", 1.0, true },
};
static const struct manifest_native native = { .mbit = 95, .targets = targets, .target_count = 4 };

static void test_rows(void)
{
    struct comparison comparison = { .native = &native };
    json_t *ours = json_pack("{s:s}", "system", "this"), *other = json_pack("{s:s}", "system", "that");

    /* Ratios 0.5, 0.25 and 0.9: their median is not the ratio of the medians. */
    add_pair(&comparison, 0, 2000, 4000);
    add_pair(&comparison, 1, 1000, 4000);
    add_pair(&comparison, 2, 3600, 4000);
    json_t *rows = comparison_rows(&comparison, "card", "kernel", ours, other);
    is_number(json_array_size(rows), 2, "a row a workload");
    const json_t *row = json_array_get(rows, 0);
    is_text(json_string_value(json_object_get(row, "driver")), "card", "its driver");
    is_text(json_string_value(json_object_get(row, "placement")), "kernel", "its placement");
    is_text(json_string_value(json_object_get(row, "workload")), "tcp_in", "its workload");
    ok(json_number_value(json_object_get(row, "instructions_ratio")) == 0.5, "the median of the ratios");
    ok(json_number_value(json_object_get(row, "throughput_ratio")) == 1, "and of throughput's");
    ok(value(row, NULL, "instructions_ratio_spread", "max") == 0.9, "and their spread");
    ok(value(row, "ours", "instructions", "median") == 1000, "our median");
    ok(value(row, "ours", "instructions", "min") == 500, "our minimum");
    ok(value(row, "linux", "instructions", "max") == 2000, "Linux's maximum");
    const json_t *shares = json_object_get(json_object_get(row, "ours"), "shares");
    ok(json_number_value(json_object_get(shares, "tcp")) == 0.75, "the share of a server");
    const json_t *side = json_object_get(row, "linux");
    is_text(json_string_value(json_object_get(side, "system")), "that", "what Linux is");
    is_number(json_array_size(json_object_get(row, "runs")), 6, "all runs are there");
    is_number(json_array_size(json_object_get(row, "targets")), 2, "two targets of a saturated transfer");
    is_number(json_array_size(json_object_get(json_array_get(rows, 1), "targets")), 0, "none of datagrams");
    check_table(rows);
    json_decref(rows);

    rows = comparison_rows(&comparison, "card", "each", ours, NULL);
    row = json_array_get(rows, 0);
    ok(!json_object_get(row, "linux"), "without Linux it is not there");
    json_decref(rows);
    json_decref(ours);
    json_decref(other);
    comparison_free(&comparison);
}

/* Paced trials that follow each other: their loads are compared at one throughput, whatever each reached. */
static void test_paced(void)
{
    static const unsigned long long other_instructions[] = { 4000, 2000, 8000 };
    struct comparison comparison = { .native = &native };
    json_t *ours = json_pack("{s:{}}", "facts"), *other = json_pack("{s:{}}", "facts");

    for (unsigned turn = 0; turn < 3; turn++) {
        struct trial a = make_trial(told, 1000), b = make_trial(told, other_instructions[turn]);
        trial_read(&a, results, 2, true);
        trial_read(&b, results, 2, true);
        b.measured[0].seconds *= 2;             /* half the throughput, by twice the time: the same cost */
        b.measured[0].ticks *= 2;
        comparison_add(&comparison, "ours", &a, turn, 2000);
        comparison_add(&comparison, "linux", &b, turn, 2100 + turn);
        comparison_add_ratios(&comparison, &a, &b);
        trial_free(&a);
        trial_free(&b);
    }
    json_t *rows = comparison_rows(&comparison, "card", "kernel", ours, other);
    const json_t *row = json_array_get(rows, 0);
    is_text(json_string_value(json_object_get(row, "workload")), "tcp_in_paced", "paced trials");
    ok(json_number_value(json_object_get(row, "load_ratio")) == 0.25, "the median of the loads' ratios");
    ok(value(row, NULL, "load_ratio_spread", "min") == 0.125
       && value(row, NULL, "load_ratio_spread", "max") == 0.5,
       "and their spread");
    ok(fabs(value(row, "ours", "load", "median") - 1000 * 8 / 9000.0 * 95e6 / (2048 * 8 / 9e-6)) < 1e-4,
       "the load is the one at the rate of the manifest");
    ok(value(row, "ours", "busy", "median") == 0.8889, "and the one that was measured is told");
    ok(value(row, "linux", "pace_microseconds", "median") == 2101, "and the pace");
    ok(json_is_false(json_object_get(row, "at_pace")), "these were nowhere near that rate, which is told");
    const json_t *target = json_array_get(json_object_get(row, "targets"), 0);
    is_text(json_string_value(json_object_get(target, "of")), "load_ratio",
            "a target of paced transfers is the load");
    json_decref(rows);
    json_decref(ours);
    json_decref(other);
    comparison_free(&comparison);
}

/* What follows in a list behind a card that has stopped. */
static void test_rest(void)
{
    static const char line[] =
        "workload: udp_loss,64,10,9 instructions-interval=1 bytes=36 operations=2 ticks=9 lost=8 verified=yes\n";
    static const struct peer_result unended = { .name = "udp_loss", .expected = 10, .seconds = 0.5,
                                               .offered = 8 };
    char *text = format("%sworkload: udp_loss,64,10,9: the card has stopped receiving\n", line);
    struct trial trial = make_trial(text, 4000);

    ok(trial_read(&trial, &unended, 1, false), "a card that stops under a load");
    ok(measured_throughput(&trial.measured[0]) == 36 * 8 / 0.5,
       "has the throughput of the time in which it was offered");
    ok(!trial_read_rest(&trial, "udp_loss,64,10,9;udp_loss,64,20,15;udp_loss,64,30,25"), "loads behind it");
    ok(trial.count == 3 && trial.measured[2].unoffered && trial.measured[2].lost == 30,
       "are lost, without being offered");
    is_text(trial.measured[2].name, "udp_loss_64_25", "by their names");
    trial_free(&trial);
    trial = make_trial(text, 4000);
    trial_read(&trial, &unended, 1, false);
    char *problem = trial_read_rest(&trial, "udp_loss,64,10,9;rr,5");
    is_text(problem, "rr,5 was not run: the card has stopped receiving", "what is no load has failed");
    free(problem);
    trial_free(&trial);
    trial = make_trial(told, 4000);
    trial_read(&trial, results, 2, false);
    ok(!trial_read_rest(&trial, "tcp_in,2048;udp_in,64,10"), "a list that was done");
    problem = trial_read_rest(&trial, "tcp_in,2048;udp_in,64,10;udp_loss,64,10,9");
    is_text(problem, "udp_loss,64,10,9 was not run", "one whose guest said nothing of its end");
    free(problem);
    trial_free(&trial);
    free(text);
}

int main(void)
{
    test_boot_plan();
    test_names();
    test_reading();
    test_stopped();
    test_disagreement();
    test_rows();
    test_paced();
    test_rest();
    return tap_end();
}
