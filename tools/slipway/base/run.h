/* SPDX-License-Identifier: GPL-2.0-only */
/* Running commands: a time limit on each, output captured. */
#ifndef SLIPWAY_BASE_RUN_H
#define SLIPWAY_BASE_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/command.h"

/* Statuses of a command that could not be started, as shells have them. */
enum { COMMAND_NOT_EXECUTABLE = 126, COMMAND_NOT_FOUND = 127 };

/* What became of a command. */
struct result {
    int status;                 /* exit status; 128 + signal; or one of the above */
    bool timed_out;             /* the time limit passed and it was killed */
    char *output;               /* standard output, zero-terminated; empty if shown */
    size_t output_size;
    char *errors;               /* standard error, likewise */
};

void result_free(struct result *result);

/* A program that runs beside us. */
struct process;

/* Starts a command, in a process group of its own; it dies with us. Never null: a
 * command that cannot be started ends at once with a status that says so. */
struct process *process_start(const struct command *command);
/* Waits until it ends, at most that many milliseconds. Returns whether it has ended. */
bool process_wait(struct process *process, unsigned milliseconds);
/* What it has written to standard output so far, zero-terminated; the caller frees it. */
char *process_output(struct process *process);
/* Ends it if it still runs, with all that it started, stores its result unless `result`
 * is null, and frees it. */
void process_finish(struct process *process, struct result *result);

/* Runs a command to its end. Returns its exit status. The caller frees the result. */
int command_run(const struct command *command, struct result *result);

/* A task runs commands one after the other; tasks run beside each other. */
struct task {
    struct command command;     /* what runs, or ran last */
    struct result result;       /* what became of it */
    bool began;                 /* `result` is valid */
    /* Judges `result` if `began`, and prepares `command` again. Returns whether there is
     * a command to run. */
    bool (*next)(struct task *task);
    struct process *process;    /* private to tasks_run() */
};

/* Runs tasks to their ends, at most `parallel` commands at a time, in order of the array
 * as far as they start. Frees the commands and results. */
void tasks_run(struct task *tasks[], size_t count, unsigned parallel);

#endif
