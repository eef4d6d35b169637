/* SPDX-License-Identifier: GPL-2.0-only */
/* `slipway sizes`: the paper's Table 1 for our servers.
 *
 * Bytes are those of the server file. Lines are lines of code (neither blank nor only
 * comment) of all sources that the build compiled into it and of the headers beside them;
 * what is compiled into several servers counts in each, as it takes its place in each.
 * "Own" are those that stand in the server's own folder, or that were converted for it; the
 * rest is lwIP's, or shared. linuxcompat, a library, is not counted (`slipway measure` counts it). */
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/files.h"
#include "base/message.h"
#include "base/options.h"
#include "base/scanner.h"
#include "base/text.h"
#include "slipway.h"

#define SERVERS "build/servers"
#define CONVERTED "build/convert"

/* Reichelt, Stoess, Bellosa: Table 1. */
static const struct { const char *what; long minimum, maximum, average; } paper[] = {
    { "paper: lines", 27, 1363, 306 },
    { "paper: bytes", 280, 13588, 2907 },
};

struct server_size {
    char *name;
    long own, all, bytes;
};

struct range {
    long minimum, maximum, sum, count;
};

struct sizes_options {
    struct common_options common;
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct sizes_options *sizes = state->input;

    (void)argument;
    if (key == ARGP_KEY_INIT)
        state->child_inputs[0] = &sizes->common;
    return key == ARGP_KEY_INIT ? 0 : ARGP_ERR_UNKNOWN;
}

static const struct argp argp = {
    .parser = parse,
    .children = common_children,
    .doc = "Prints lines and bytes of every server that is built: minimum, maximum and average, beside the "
           "paper's.",
};

static long code_lines(const char *path)
{
    size_t size;
    char *text = file_read(path, &size);
    enum line_kind *kinds;
    long code = 0;

    if (!text)
        return -1;
    size_t lines = classify_lines(text, size, &kinds);
    for (size_t i = 0; i < lines; i++)
        code += kinds[i] == LINE_CODE;
    free(kinds);
    free(text);
    return code;
}

static bool stands_in(const char *path, const char *folder)
{
    return starts_with(path, folder) && path[strlen(folder)] == '/';
}

/* Which of the files is counted where is decided by `sources`, which the build writes: a
 * line with the server's own folder, then a line for each file. */
static bool count_lines(const char *sources, struct server_size *server)
{
    char *text = file_read(sources, NULL);
    char *folder = text, *rest = NULL;

    if (!text) {
        report_error(strerror(errno), "run make", "%s", sources);
        return false;
    }
    folder = strtok_r(text, "\n", &rest);
    for (char *path; folder && (path = strtok_r(NULL, "\n", &rest)); ) {
        long lines = code_lines(path);
        if (lines < 0) {
            report_error(strerror(errno), "run make", "%s names %s", sources, path);
            free(text);
            return false;
        }
        server->all += lines;
        server->own += stands_in(path, folder) || stands_in(path, CONVERTED) ? lines : 0;
    }
    free(text);
    return true;
}

static bool measure(const char *path, struct server_size *server)
{
    const char *name = base_name(path);
    struct stat status;

    *server = (struct server_size){ .name = format("%.*s", (int)(strlen(name) - strlen(".server")), name) };
    char *sources = format(SERVERS "/%s/sources", server->name);
    bool good = count_lines(sources, server) && stat(path, &status) == 0;
    server->bytes = good ? (long)status.st_size : 0;
    free(sources);
    return good;
}

static void extend(struct range *range, long value)
{
    range->minimum = range->count == 0 || value < range->minimum ? value : range->minimum;
    range->maximum = value > range->maximum ? value : range->maximum;
    range->sum += value;
    range->count++;
}

static void print_range(const char *what, const struct range *range)
{
    printf("  %-28s %9ld %9ld %9ld\n", what, range->minimum, range->maximum, range->sum / range->count);
}

static json_t *range_json(const struct range *range)
{
    return json_pack("{s:I, s:I, s:I}", "minimum", (json_int_t)range->minimum, "maximum",
                     (json_int_t)range->maximum, "average", (json_int_t)(range->sum / range->count));
}

static void print_table(const struct server_size *servers, size_t count, const struct range ranges[3])
{
    printf("  %-28s %9s %9s %9s\n", "server", "own lines", "all lines", "bytes");
    for (size_t i = 0; i < count; i++)
        printf("  %-28s %9ld %9ld %9ld\n", servers[i].name, servers[i].own, servers[i].all, servers[i].bytes);
    printf("\n  %-28s %9s %9s %9s\n", "", "minimum", "maximum", "average");
    print_range("own lines", &ranges[0]);
    print_range("all lines", &ranges[1]);
    printf("  %-28s %9ld %9ld %9ld\n", paper[0].what, paper[0].minimum, paper[0].maximum, paper[0].average);
    print_range("bytes", &ranges[2]);
    printf("  %-28s %9ld %9ld %9ld\n", paper[1].what, paper[1].minimum, paper[1].maximum, paper[1].average);
}

static json_t *report(const struct server_size *servers, size_t count, const struct range ranges[3])
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_pack("{s:s, s:I, s:I, s:I}", "server", servers[i].name, "own_lines",
                                              (json_int_t)servers[i].own, "lines", (json_int_t)servers[i].all,
                                              "bytes", (json_int_t)servers[i].bytes));
    return json_pack("{s:o, s:o, s:o, s:o}", "servers", list, "own_lines", range_json(&ranges[0]),
                     "lines", range_json(&ranges[1]), "bytes", range_json(&ranges[2]));
}

int verb_sizes(int argc, char **argv)
{
    struct sizes_options options = { 0 };
    struct range ranges[3] = { 0 };
    enum outcome outcome = DONE;
    glob_t found;

    if (argp_parse(&argp, argc, argv, 0, NULL, &options) != 0)
        return USAGE;
    if (options.common.dry_run) {
        puts("# reads " SERVERS "/*.server and the files that " SERVERS "/*/sources name; runs no command");
        return DONE;
    }
    if (glob(SERVERS "/*.server", 0, NULL, &found) != 0) {
        report_error("no server is built", "run make", SERVERS);
        return UNPREPARED;
    }
    struct server_size *servers = allocate(found.gl_pathc * sizeof *servers);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        if (!measure(found.gl_pathv[i], &servers[i]))
            outcome = FAILED;
        extend(&ranges[0], servers[i].own);
        extend(&ranges[1], servers[i].all);
        extend(&ranges[2], servers[i].bytes);
    }
    if (outcome == DONE && !options.common.json)
        print_table(servers, found.gl_pathc, ranges);
    if (outcome == DONE && (options.common.json || options.common.json_file)
        && !emit_json(report(servers, found.gl_pathc, ranges), options.common.json_file))
        outcome = FAILED;
    for (size_t i = 0; i < found.gl_pathc; i++)
        free(servers[i].name);
    free(servers);
    globfree(&found);
    return outcome;
}
