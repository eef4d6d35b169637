/* SPDX-License-Identifier: GPL-2.0-only */
/* Attributes the instructions of a workload: blocks of an interval become functions of places. */
#include <stdlib.h>
#include <string.h>

#include "attribution/attribution.h"

static int compare_positions(const struct position *a, const struct position *b)
{
    int order = strcmp(a->domain, b->domain);

    if (order == 0)
        order = strcmp(a->server, b->server);
    if (order == 0)
        order = strcmp(a->file, b->file);
    return order ? order : strcmp(a->function, b->function);
}

static int by_position(const void *a, const void *b)
{
    return compare_positions(&((const struct share *)a)->position, &((const struct share *)b)->position);
}

/* The largest first; equal ones by position, so that the order is always the same. */
static int by_instructions(const void *a, const void *b)
{
    const struct share *left = a, *right = b;

    if (left->instructions != right->instructions)
        return left->instructions < right->instructions ? 1 : -1;
    return by_position(a, b);
}

static void merge(struct attribution *attribution)
{
    size_t kept = 0;

    for (size_t i = 1; i < attribution->count; i++) {
        if (by_position(&attribution->share[kept], &attribution->share[i]) == 0)
            attribution->share[kept].instructions += attribution->share[i].instructions;
        else
            attribution->share[++kept] = attribution->share[i];
    }
    if (attribution->count)
        attribution->count = kept + 1;
}

void attribution_make(struct attribution *attribution, const struct interval *interval, const struct places *places)
{
    *attribution = (struct attribution){ .share = allocate((interval->count + 1) * sizeof *attribution->share) };
    for (size_t i = 0; i < interval->count; i++) {
        attribution->share[attribution->count++] = (struct share){
            .position = places_find(places, interval->block[i].address),
            .instructions = interval->block[i].instructions,
        };
        attribution->instructions += interval->block[i].instructions;
    }
    qsort(attribution->share, attribution->count, sizeof *attribution->share, by_position);
    merge(attribution);
}

static double part(const struct attribution *attribution, unsigned long long instructions)
{
    return attribution->instructions ? (double)instructions / (double)attribution->instructions : 0;
}

/* The instructions of each server, in `sums`, whose positions have a server only; returns how many. */
static size_t sum_servers(const struct attribution *attribution, struct share *sums)
{
    size_t count = 0;

    for (size_t i = 0; i < attribution->count; i++) {
        const struct share *share = &attribution->share[i];
        size_t place = 0;
        while (place < count && strcmp(sums[place].position.server, share->position.server) != 0)
            place++;
        if (place == count)
            sums[count++] = (struct share){ .position = { "", share->position.server, "", "" } };
        sums[place].instructions += share->instructions;
    }
    return count;
}

json_t *attribution_servers(const struct attribution *attribution)
{
    struct share *sums = allocate((attribution->count + 1) * sizeof *sums);
    size_t count = sum_servers(attribution, sums);
    json_t *servers = json_object();

    qsort(sums, count, sizeof *sums, by_instructions);
    for (size_t i = 0; i < count; i++)
        json_object_set_new(servers, sums[i].position.server, json_real(part(attribution, sums[i].instructions)));
    free(sums);
    return servers;
}

json_t *attribution_functions(const struct attribution *attribution)
{
    struct share *sorted = allocate((attribution->count + 1) * sizeof *sorted);
    json_t *functions = json_array();

    memcpy(sorted, attribution->share, attribution->count * sizeof *sorted);
    qsort(sorted, attribution->count, sizeof *sorted, by_instructions);
    for (size_t i = 0; i < attribution->count; i++) {
        const struct position *position = &sorted[i].position;
        json_array_append_new(functions, json_pack("{s:s, s:s, s:s, s:s, s:I, s:f}",
            "domain", position->domain, "server", position->server, "file", position->file,
            "function", position->function, "instructions", (json_int_t)sorted[i].instructions,
            "share", part(attribution, sorted[i].instructions)));
    }
    free(sorted);
    return functions;
}

void attribution_free(struct attribution *attribution)
{
    free(attribution->share);
    *attribution = (struct attribution){ 0 };
}
