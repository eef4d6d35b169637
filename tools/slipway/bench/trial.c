/* SPDX-License-Identifier: GPL-2.0-only */
/* One boot of a guest. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "attribution/attribution.h"
#include "base/command.h"
#include "base/files.h"
#include "base/message.h"
#include "base/options.h"
#include "base/programs.h"
#include "base/progress.h"
#include "bench/trial.h"
#include "bench/trial_read.h"
#include "boot/console.h"

#define LOCK "build/results/.trial"

enum {
    RUN_SECONDS = 400,          /* for a whole boot: a hang detector */
    RESULT_MILLISECONDS = 2000, /* the peer tells soon after the guest has */
    SAMPLE_PORT = 40000         /* shown by --dry-run */
};

bool trial_prepared(void)
{
    bool built = file_exists(COUNT_PLUGIN);

    if (!built)
        report_error("is not built", "run `make bench-programs`", COUNT_PLUGIN);
    return programs_found("qemu-system-i386 nm") && built;
}

static char *counts_path(const struct guest *guest)
{
    return format("build/results/count-%s-%d", guest->name, (int)getpid());
}

/* Waits until the guest has done its list or failed, or QEMU has ended. */
static void wait_for_end(struct process *qemu)
{
    for (;;) {
        bool ended = process_wait(qemu, 100);
        char *console = console_text(qemu);
        char *line = console_line(console, "workload: done");
        if (!line)
            line = console_line(console, "workload: failed");
        bool told = line != NULL;
        free(line);
        free(console);
        if (ended || told)
            return;
    }
}

/* What is wrong with how the run ended, in new memory; null if nothing is. */
static char *problem_of(const char *console, const struct result *result)
{
    char *line = console_line(console, "workload: failed"), *problem = NULL;

    if (line)
        return line;
    line = console_line(console, "workload: done");
    if (!line && result->timed_out)
        problem = format("it took longer than %d s", RUN_SECONDS);
    else if (!line)
        problem = format("QEMU ended before the guest was done: %s", result->errors);
    free(line);
    return problem;
}

static size_t take_results(struct peer *peer, struct peer_result **results)
{
    struct peer_result result;
    size_t count = 0;

    *results = NULL;
    while (peer_result(peer, count ? 200 : RESULT_MILLISECONDS, &result)) {
        *results = reallocate(*results, (count + 1) * sizeof **results);
        (*results)[count++] = result;
    }
    return count;
}

static bool read_counts(struct trial *trial, const char *path)
{
    char *text = file_read(path, NULL);

    if (!text) {
        report_error(strerror(errno), NULL, "%s", path);
        return false;
    }
    bool good = intervals_parse(&trial->intervals, text, path);
    free(text);
    return good;
}

static bool add_shares(const struct guest *guest, struct trial *trial)
{
    struct places places;
    struct attribution spread;

    if (!guest_places(guest, trial->console, &places))
        return false;
    for (size_t i = 0; i < trial->count; i++) {
        attribution_make(&spread, &trial->intervals.interval[trial->measured[i].interval], &places);
        trial->measured[i].shares = attribution_servers(&spread);
        attribution_free(&spread);
    }
    places_free(&places);
    return true;
}

/* Boots it and waits. Null, or what went wrong, in new memory. */
static char *boot(const struct guest *guest, const struct command *command, struct trial *trial)
{
    struct result result;
    struct process *qemu = process_start(command);

    wait_for_end(qemu);
    trial->console = console_text(qemu);
    process_finish(qemu, &result);
    char *file = format("build/results/console-%s.log", guest->name);
    console_keep(trial->console, file);
    free(file);
    char *problem = problem_of(trial->console, &result);
    result_free(&result);
    return problem;
}

/* The machine in which both systems run. */
static struct qemu_machine machine_for(const struct guest *guest, const struct boot_task *task, const char *counts)
{
    return (struct qemu_machine){ .memory = 256, .card = guest->manifest->native.device, .card_options = ",romfile=",
                                  .counts = counts, .pace = task->pace, .limit = RUN_SECONDS };
}

/* Everything that needs the peer. `problem` is set if the guest's run failed, which may be tried
 * again; other failures are reported. */
static enum outcome run_with(struct peer *peer, const struct guest *guest,
                             const struct boot_task *task, struct trial *trial, char **problem)
{
    char *counts = counts_path(guest);
    struct qemu_machine machine = machine_for(guest, task, counts);
    struct command command = { 0 };
    struct peer_result *results = NULL;
    enum outcome outcome = guest_command(guest, &machine, peer_port(peer), task->list, true,
                                             &command);

    if (outcome == DONE && folders_make(counts) < 0) {
        report_error(strerror(errno), NULL, "%s", counts);
        outcome = FAILED;
    }
    if (outcome == DONE) {
        *problem = boot(guest, &command, trial);
        size_t count = *problem ? 0 : take_results(peer, &results);
        if (*problem || !read_counts(trial, counts) || !trial_read(trial, results, count, task->pace != 0)
            || !add_shares(guest, trial) || (*problem = trial_read_rest(trial, task->list)))
            outcome = FAILED;
    }
    command_free(&command);
    free(results);
    unlink(counts);
    free(counts);
    return outcome;
}

static enum outcome run_once(const struct guest *guest, const struct boot_task *task,
                             struct trial *trial, char **problem)
{
    struct peer peer;
    char error[200];

    *trial = (struct trial){ 0 };
    if (!peer_start(&peer, error, sizeof error)) {
        report_error(error, NULL, "the peer on this host's loopback");
        return UNPREPARED;
    }
    enum outcome outcome = run_with(&peer, guest, task, trial, problem);
    peer_stop(&peer);
    return outcome;
}

/* One trial at a time: another slipway, a test perhaps, would take time from the guest, and writes files
 * of the same names. Returns a handle, which the caller closes; -1, with an error reported. */
static int lock(void)
{
    int handle = folders_make(LOCK) < 0 ? -1 : open(LOCK, O_RDWR | O_CREAT | O_CLOEXEC, 0644);

    if (handle >= 0 && flock(handle, LOCK_EX | LOCK_NB) == 0)
        return handle;
    if (handle >= 0 && errno == EWOULDBLOCK) {
        progress_step("waiting until another slipway has measured");
        if (flock(handle, LOCK_EX) == 0)
            return handle;
    }
    report_error(strerror(errno), NULL, LOCK);
    if (handle >= 0)
        close(handle);
    return -1;
}

static enum outcome run_locked(const struct guest *guest, const struct boot_task *task,
                               struct trial *trial)
{
    char *problem = NULL;
    enum outcome outcome = run_once(guest, task, trial, &problem);

    if (problem) {
        progress_clear();
        report_note("%s: %s; running it once more", guest->name, problem);
        free(problem);
        problem = NULL;
        trial_free(trial);
        outcome = run_once(guest, task, trial, &problem);
        trial->retried = true;
    }
    if (problem) {
        report_error(problem, "the guest's console is in build/results/", "%s, %s", guest->name,
                     task->list);
        fprintf(stderr, "the guest's console ends:\n%s", console_tail(trial->console));
        free(problem);
    }
    if (outcome != DONE)
        trial_free(trial);
    return outcome;
}

enum outcome trial_run(const struct guest *guest, const struct boot_task *task, struct trial *trial)
{
    int handle = lock();

    *trial = (struct trial){ 0 };
    if (handle < 0)
        return FAILED;
    enum outcome outcome = run_locked(guest, task, trial);
    close(handle);
    return outcome;
}

enum outcome trial_print(const struct guest *guest, const struct boot_task *task)
{
    char *counts = format("build/results/count-%s", guest->name);
    struct qemu_machine machine = machine_for(guest, task, counts);
    struct command command = { 0 };
    enum outcome outcome = guest_command(guest, &machine, SAMPLE_PORT, task->list, false, &command);

    if (outcome == DONE)
        command_print(&command);
    command_free(&command);
    free(counts);
    return outcome;
}
