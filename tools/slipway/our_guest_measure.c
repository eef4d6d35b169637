/* SPDX-License-Identifier: GPL-2.0-only */
/* Runs workloads once in our system and prints what they cost: the quick way to see what a change of
 * the stack or of the kernel is worth. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "console.h"
#include "message.h"
#include "our_guest.h"
#include "peer.h"
#include "plan.h"
#include "progress.h"

enum { RUN_SECONDS = 300, RESULT_MILLISECONDS = 2000 };

/* The instructions of each span that the plugin told. */
static bool next_span(char **counts, uint64_t *instructions, uint64_t *repeated)
{
    unsigned ordinal;
    char *at = strstr(*counts, "span ");

    if (!at || sscanf(at, "span %u instructions=%" SCNu64 " rep=%" SCNu64, &ordinal, instructions, repeated) != 3)
        return false;
    *counts = at + 5;
    return true;
}

static void print_row(const struct workload *workload, const struct peer_result *result, uint64_t instructions,
                      uint64_t repeated)
{
    bool tcp = workload->kind == WORKLOAD_TCP_IN || workload->kind == WORKLOAD_TCP_OUT;
    double units = tcp ? (double)result->bytes / 1024 : (double)result->operations;

    printf("%-26s %12.0f %s %6.1f %% %10.1f Mbit/s %10.0f /s  %s\n", workload->text,
           units > 0 ? (double)instructions / units : 0, tcp ? "a KiB" : "each ",
           instructions ? 100.0 * (double)repeated / (double)instructions : 0,
           result->seconds > 0 ? (double)result->bytes * 8e-6 / result->seconds : 0,
           result->seconds > 0 ? (double)result->operations / result->seconds : 0,
           !result->ended ? "not ended" : result->verified ? "verified" : "NOT VERIFIED");
}

static bool print_rows(struct peer *peer, const char *list, const char *counts_path)
{
    char *counts = file_read(counts_path, NULL), *rest = counts;
    struct peer_result result;
    struct workload workload;
    const char *reason;
    bool good = counts != NULL;

    printf("%-26s %18s %8s\n", "workload", "instructions", "repeated");
    while (good && plan_next(&list, &workload, &reason) == 1) {
        uint64_t instructions, repeated;
        good = next_span(&rest, &instructions, &repeated) && peer_result(peer, RESULT_MILLISECONDS, &result);
        if (!good)
            break;
        print_row(&workload, &result, instructions, repeated);
        good = result.verified;
    }
    free(counts);
    return good;
}

/* The line in which the guest says that all is done, or that something failed. */
static char *wait_end(struct process *qemu, char **problem)
{
    for (unsigned waited = 0; waited < RUN_SECONDS; waited++) {
        char *console = console_text(qemu);
        char *line = console_line(console, "workload: failed");
        free(console);
        if (line)
            return line;
        free(*problem);
        *problem = NULL;
        line = console_wait(qemu, "workload: done", 1, problem);
        if (line || process_wait(qemu, 0))
            return line;
    }
    return NULL;
}

static bool run(const struct our_guest *guest, const struct guest_machine *machine)
{
    struct command command;
    struct result result;
    char *problem = NULL, *line, *console;

    our_guest_command(guest, machine, &command);
    struct process *qemu = process_start(&command);
    line = wait_end(qemu, &problem);
    console = console_text(qemu);
    process_finish(qemu, &result);
    bool good = line && strstr(line, "workload: done");
    if (!good) {
        report_error(problem ? problem : line, NULL, "workloads in our system");
        fprintf(stderr, "%sthe guest's console ends:\n%s", result.errors, console_tail(console));
    }
    free(line);
    free(problem);
    free(console);
    result_free(&result);
    command_free(&command);
    return good;
}

enum outcome our_guest_measure(const char *name, const char *placement, const char *list, bool dry_run)
{
    struct manifest manifest;
    struct our_guest guest;
    struct peer peer;
    char error[200];

    if (!manifest_load(&manifest, name))
        return USAGE;
    if (!peer_start(&peer, error, sizeof error)) {
        report_error(error, NULL, "the peer");
        manifest_free(&manifest);
        return UNPREPARED;
    }
    char *counts = format("build/results/counts-%s-%s", name, placement ? placement : "kernel");
    struct guest_machine machine = { manifest.native.device, counts, 0, RUN_SECONDS };
    enum outcome outcome = our_guest_plan(&guest, &manifest, placement, peer_port(&peer), list, false);
    if (dry_run && outcome != USAGE) {
        struct command command;
        our_guest_describe(&guest);
        our_guest_command(&guest, &machine, &command);
        char *text = command_text(&command);
        puts(text);
        free(text);
        command_free(&command);
    } else if (outcome == DONE && !programs_found("qemu-system-i386")) {
        outcome = UNPREPARED;
    } else if (outcome == DONE) {
        folders_make(counts);
        outcome = our_guest_write(&guest);
        if (outcome == DONE && !(run(&guest, &machine) && print_rows(&peer, list, counts)))
            outcome = FAILED;
    }
    peer_stop(&peer);
    our_guest_free(&guest);
    manifest_free(&manifest);
    free(counts);
    return outcome;
}
