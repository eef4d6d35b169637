/* SPDX-License-Identifier: GPL-2.0-only */
/* Results that are kept: what was measured anew takes the place of its own rows, and neither a run that
 * failed nor one of few pairs touches the file. */
#include <stdlib.h>
#include <unistd.h>

#include "base/files.h"
#include "base/options.h"
#include "base/project.h"
#include "base/text.h"
#include "bench/kept_results.h"
#include "tap.h"

/* The program's is main.c's. */
char *user_path(const char *path)
{
    return format("%s", path);
}

/* Rows by their places: "DRIVER PLACEMENT WORKLOAD VALUE" each. */
static json_t *make_rows(const char *const words[][4])
{
    json_t *rows = json_array();

    for (; (*words)[0]; words++)
        json_array_append_new(rows, json_pack("{s:s, s:s, s:s, s:s}", "driver", (*words)[0], "placement",
                                              (*words)[1], "workload", (*words)[2], "value", (*words)[3]));
    return rows;
}

static void check_merge(const char *what, bool all, const char *expected)
{
    static const char *const old[][4] = { { "a", "kernel", "rr", "1" }, { "a", "kernel", "tcp_in", "2" },
        { "a", "each", "rr", "3" }, { "b", "kernel", "rr", "4" }, { NULL } };
    static const char *const new[][4] = { { "a", "kernel", "tcp_in", "5" }, { "a", "kernel", "tcp_out", "6" },
        { NULL } };
    json_t *kept = make_rows(old), *rows = make_rows(new), *row;
    char *text = format("%s", "");
    size_t index;

    bench_results_merge(kept, rows, all);
    json_array_foreach(kept, index, row) {
        char *longer = format("%s%s", text, json_string_value(json_object_get(row, "value")));
        free(text);
        text = longer;
    }
    is_text(text, expected, "%s", what);
    free(text);
    json_decref(kept);
    json_decref(rows);
}

/* What is kept, and that a run which failed, or is too short, leaves the file as it was. */
static void check_keeping(void)
{
    static const char *const new[][4] = { { "a", "kernel", "tcp_in", "5" }, { NULL } };
    const struct common_options common = { 0 };
    struct bench_port bench = { .common = &common, .against_linux = true, .runs = 4 };
    char folder[] = "/tmp/slipway-results-XXXXXX";
    json_t *rows = make_rows(new);

    if (!mkdtemp(folder) || chdir(folder) < 0)
        exit(1);
    ok(bench_results_emit(&bench, rows, true) && !file_exists(BENCH_LINUX_RESULTS),
       "four pairs are not kept");
    bench.runs = 5;
    ok(bench_results_emit(&bench, rows, false) && !file_exists(BENCH_LINUX_RESULTS),
       "a run that failed is not");
    bench.against_linux = false;
    ok(bench_results_emit(&bench, rows, true) && !file_exists(BENCH_LINUX_RESULTS),
       "one without Linux is not");
    bench.against_linux = true;
    ok(bench_results_emit(&bench, rows, true) && file_exists(BENCH_LINUX_RESULTS), "five pairs are");
    tree_remove(folder);
    json_decref(rows);
}

int main(void)
{
    check_merge("results take the place of those of the same workload", false, "15346");
    check_merge("all of a port's and a placement's go if all are measured", true, "5346");
    check_keeping();
    return tap_end();
}
