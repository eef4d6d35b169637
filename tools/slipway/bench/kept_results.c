/* SPDX-License-Identifier: GPL-2.0-only */
/* Keeping results. What a document is made of must not be lost to a quick look at something else, or to a
 * run that failed half way. */
#include "base/message.h"
#include "base/options.h"
#include "bench/kept_results.h"

static bool agree(const json_t *a, const json_t *b, const char *key)
{
    const json_t *x = json_object_get(a, key), *y = json_object_get(b, key);

    return x && y && json_equal((json_t *)x, (json_t *)y);
}

static bool same_place(const json_t *a, const json_t *b)
{
    return agree(a, b, "driver") && agree(a, b, "placement");
}

/* The index of the row of the same driver, placement and workload; the size if there is none. */
static size_t find(const json_t *rows, const json_t *like)
{
    size_t i = 0;

    while (i < json_array_size(rows) && !(same_place(json_array_get(rows, i), like)
                                          && agree(json_array_get(rows, i), like, "workload")))
        i++;
    return i;
}

static bool replaced(const json_t *rows, const json_t *old)
{
    for (size_t i = 0; i < json_array_size(rows); i++)
        if (same_place(json_array_get(rows, i), old))
            return find(rows, old) == json_array_size(rows);
    return false;
}

void bench_results_merge(json_t *kept, const json_t *rows, bool all)
{
    for (size_t i = json_array_size(kept); all && i-- > 0; )
        if (replaced(rows, json_array_get(kept, i)))
            json_array_remove(kept, i);
    for (size_t i = 0; i < json_array_size(rows); i++) {
        json_t *row = json_array_get(rows, i);
        size_t place = find(kept, row);
        if (place < json_array_size(kept))
            json_array_set(kept, place, row);
        else
            json_array_append(kept, row);
    }
}

static bool keep(const json_t *rows, bool all)
{
    json_t *kept = json_load_file(BENCH_LINUX_RESULTS, 0, NULL);

    if (!json_is_array(kept)) {
        json_decref(kept);
        kept = json_array();
    }
    bench_results_merge(kept, rows, all);
    return emit_json(kept, BENCH_LINUX_RESULTS);
}

bool bench_results_emit(const struct bench_port *bench, json_t *rows, bool complete)
{
    const struct common_options *common = bench->common;
    bool good = true;

    if (common->json)
        good = emit_json(json_incref(rows), NULL);
    if (common->json_file)
        return emit_json(json_incref(rows), common->json_file) && good;
    if (bench->against_linux && complete && bench->runs >= BENCH_PAIRS_MINIMUM)
        return keep(rows, !bench->workloads) && good;
    if (bench->against_linux)
        report_note(BENCH_LINUX_RESULTS " stays as it is: %s; --json=FILE keeps these results elsewhere",
                    complete ? "these are fewer than 5 pairs" : "the run failed");
    return good;
}
