/* SPDX-License-Identifier: GPL-2.0-only */
/* How the instructions of a workload spread: blocks of a span become functions of places. */
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

static void merge(struct spread *spread)
{
    size_t kept = 0;

    for (size_t i = 1; i < spread->count; i++) {
        if (by_position(&spread->share[kept], &spread->share[i]) == 0)
            spread->share[kept].instructions += spread->share[i].instructions;
        else
            spread->share[++kept] = spread->share[i];
    }
    if (spread->count)
        spread->count = kept + 1;
}

void spread_make(struct spread *spread, const struct span *span, const struct places *places)
{
    *spread = (struct spread){ .share = allocate((span->count + 1) * sizeof *spread->share) };
    for (size_t i = 0; i < span->count; i++) {
        spread->share[spread->count++] = (struct share){
            .position = places_find(places, span->block[i].address),
            .instructions = span->block[i].instructions,
        };
        spread->instructions += span->block[i].instructions;
    }
    qsort(spread->share, spread->count, sizeof *spread->share, by_position);
    merge(spread);
}

static double part(const struct spread *spread, unsigned long long instructions)
{
    return spread->instructions ? (double)instructions / (double)spread->instructions : 0;
}

/* The instructions of each server, in `sums`, whose positions have a server only; returns how many. */
static size_t sum_servers(const struct spread *spread, struct share *sums)
{
    size_t count = 0;

    for (size_t i = 0; i < spread->count; i++) {
        const struct share *share = &spread->share[i];
        size_t place = 0;
        while (place < count && strcmp(sums[place].position.server, share->position.server) != 0)
            place++;
        if (place == count)
            sums[count++] = (struct share){ .position = { "", share->position.server, "", "" } };
        sums[place].instructions += share->instructions;
    }
    return count;
}

json_t *spread_servers(const struct spread *spread)
{
    struct share *sums = allocate((spread->count + 1) * sizeof *sums);
    size_t count = sum_servers(spread, sums);
    json_t *servers = json_object();

    qsort(sums, count, sizeof *sums, by_instructions);
    for (size_t i = 0; i < count; i++)
        json_object_set_new(servers, sums[i].position.server, json_real(part(spread, sums[i].instructions)));
    free(sums);
    return servers;
}

json_t *spread_functions(const struct spread *spread)
{
    struct share *sorted = allocate((spread->count + 1) * sizeof *sorted);
    json_t *functions = json_array();

    memcpy(sorted, spread->share, spread->count * sizeof *sorted);
    qsort(sorted, spread->count, sizeof *sorted, by_instructions);
    for (size_t i = 0; i < spread->count; i++) {
        const struct position *position = &sorted[i].position;
        json_array_append_new(functions, json_pack("{s:s, s:s, s:s, s:s, s:I, s:f}",
            "domain", position->domain, "server", position->server, "file", position->file,
            "function", position->function, "instructions", (json_int_t)sorted[i].instructions,
            "share", part(spread, sorted[i].instructions)));
    }
    free(sorted);
    return functions;
}

void spread_free(struct spread *spread)
{
    free(spread->share);
    *spread = (struct spread){ 0 };
}
