/* SPDX-License-Identifier: GPL-2.0-only */
/* Putting together what three sides told of a trial: the guest on its console, the peer, which
 * has the host's clock, and the plugin, which counted. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "bench/trial_read.h"
#include "plan.h"

static bool parse_item(const char *item, struct workload *workload)
{
    const char *reason;

    return plan_next(&item, workload, &reason) == 1 && *item == 0;
}

static char *name_of(const struct workload *workload, bool paced)
{
    const char *name = plan_name(workload->kind), *end = paced ? "_paced" : "";
    unsigned frame = workload->payload + WORKLOAD_FRAME_OVERHEAD;

    if (workload->rate)
        return format("%s_%u_%u%s", name, frame, workload->rate, end);
    return workload->payload ? format("%s_%u%s", name, frame, end) : format("%s%s", name, end);
}

char *workload_name(const char *item, bool paced)
{
    struct workload workload;

    return parse_item(item, &workload) ? name_of(&workload, paced) : NULL;
}

/* What the guest tells in one line. */
struct told {
    char item[WORKLOAD_ITEM_MAX + 1], verified[8];
    unsigned long long interval, bytes, operations, ticks, lost;
    bool stopped;               /* the card has: the peer cannot have seen the end */
};

/* Whether the console says, in another line, that the card has stopped receiving. */
static bool has_stopped(const struct trial *trial, const struct told *told)
{
    char *text = format("workload: %s: the card has stopped receiving\n", told->item);
    bool found = strstr(trial->console, text) != NULL;

    free(text);
    return found;
}

static bool parse_line(const char *line, struct told *told)
{
    return sscanf(line, "workload: %63s instructions-interval=%llu bytes=%llu operations=%llu ticks=%llu "
                  "lost=%llu verified=%7s", told->item, &told->interval, &told->bytes, &told->operations,
                  &told->ticks, &told->lost, told->verified) == 7;
}

/* Whether guest, peer and plugin tell of the same; reports where they do not. */
static bool agree(const struct trial *trial, const struct told *told, const struct workload *workload,
                  const struct peer_result *result)
{
    const char *problem = NULL;

    if (strcmp(result->name, plan_name(workload->kind)) != 0)
        problem = "the peer tells of another workload";
    else if (told->interval >= trial->intervals.count)
        problem = "the plugin counted no such interval";
    else if (!result->ended && !told->stopped)
        problem = "the peer did not see its end";
    else if (result->bytes != told->bytes && !told->stopped)
        problem = "guest and peer do not tell of as many bytes";
    else if ((!result->verified && !told->stopped) || strcmp(told->verified, "yes") != 0)
        problem = "what arrived is not what was sent";
    if (problem)
        report_error(problem, "the guest's console is in build/results/", "%s", told->item);
    return !problem;
}

static void add(struct trial *trial, const struct told *told, const struct workload *workload,
                const struct peer_result *result, bool paced)
{
    const struct interval *interval = &trial->intervals.interval[told->interval];

    trial->measured = reallocate(trial->measured, (trial->count + 1) * sizeof *trial->measured);
    trial->measured[trial->count++] = (struct measured){
        .name = name_of(workload, paced),
        .by_bytes = workload->kind == WORKLOAD_TCP_IN || workload->kind == WORKLOAD_TCP_OUT,
        .bytes = told->bytes,
        .operations = told->operations,
        .lost = told->lost,
        .ticks = told->ticks,
        .instructions = interval->instructions,
        .repeated = interval->repeated,
        .seconds = paced ? (double)told->ticks / 1e9 : result->seconds,
        .paced = paced,
        .stopped = told->stopped,
        .offered = result->offered,
        .dropped = result->dropped,
        .interval = (size_t)told->interval,
    };
}

bool trial_read(struct trial *trial, const struct peer_result *results, size_t count, bool paced)
{
    struct workload workload;
    struct told told;
    size_t next = 0;
    bool good = true;

    for (const char *line = trial->console; *line && good; line += line[0] == '\n') {
        size_t length = strcspn(line, "\n");
        char *copy = format("%.*s", (int)length, line);
        if (parse_line(copy, &told) && parse_item(told.item, &workload)) {
            told.stopped = has_stopped(trial, &told);
            good = next < count && agree(trial, &told, &workload, &results[next]);
            if (good)
                add(trial, &told, &workload, &results[next++], paced);
        }
        free(copy);
        line += length;
    }
    if (good && next == count)
        return true;
    if (good || next >= count)
        report_error("guest and peer do not tell of as many workloads", NULL, "%zu and %zu", next, count);
    return false;
}

char *trial_read_rest(struct trial *trial, const char *list)
{
    size_t told = trial->count;
    bool stopped = told > 0 && trial->measured[told - 1].stopped;
    struct workload workload;
    const char *reason;

    for (size_t i = 0; plan_next(&list, &workload, &reason) == 1; i++) {
        if (i < told)
            continue;
        if (!stopped || workload.kind != WORKLOAD_UDP_LOSS)
            return format("%s was not run%s", workload.text,
                          stopped ? ": the card has stopped receiving" : "");
        trial->measured = reallocate(trial->measured, (trial->count + 1) * sizeof *trial->measured);
        trial->measured[trial->count++] = (struct measured){
            .name = name_of(&workload, false), .lost = workload.count, .stopped = true, .unoffered = true,
            .shares = json_object(),
        };
    }
    return NULL;
}
