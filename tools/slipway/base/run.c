/* SPDX-License-Identifier: GPL-2.0-only */
/* Starting programs and waiting for them. Output goes to anonymous files, not pipes, so
 * that no program ever waits for us to read. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/run.h"
#include "base/command.h"

#define DEFAULT_LIMIT 60

struct process {
    pid_t id;
    int handle;                 /* pidfd: readable when the process has ended */
    int output, errors;         /* anonymous files, or -1 */
    long long deadline;         /* milliseconds on the monotonic clock */
    bool ended, timed_out;
    int status;
};

static long long now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000ll + time.tv_nsec / 1000000;
}

/* execvp() would have a shell read what the system does not execute, a program for another machine, say.
 * What is named by its path is a program. */
static void execute(char **arguments)
{
    if (strchr(arguments[0], '/'))
        execv(arguments[0], arguments);
    else
        execvp(arguments[0], arguments);
}

/* The child's side. Only calls that are safe between fork and exec. */
static void become(const struct command *command, const struct process *process, pid_t parent)
{
    int nothing = open("/dev/null", O_RDONLY);

    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent || nothing < 0 || dup2(nothing, STDIN_FILENO) < 0)
        _exit(COMMAND_NOT_FOUND);
    if (!command->show && (dup2(process->output, STDOUT_FILENO) < 0 ||
                           dup2(process->errors, STDERR_FILENO) < 0))
        _exit(COMMAND_NOT_FOUND);
    if (!command->directory || chdir(command->directory) == 0)
        execute(command->arguments.name);
    int reason = errno;
    dprintf(STDERR_FILENO, "%s: %s\n", command->arguments.name[0], strerror(reason));
    _exit(reason == ENOENT ? COMMAND_NOT_FOUND : COMMAND_NOT_EXECUTABLE);
}

struct process *process_start(const struct command *command)
{
    struct process *process = allocate(sizeof *process);
    pid_t parent = getpid();

    *process = (struct process){ .id = -1, .handle = -1, .output = -1, .errors = -1, .status = COMMAND_NOT_FOUND };
    process->deadline = now() + (command->limit ? command->limit : DEFAULT_LIMIT) * 1000ll;
    if (!command->show) {
        process->output = memfd_create("output", MFD_CLOEXEC);
        process->errors = memfd_create("errors", MFD_CLOEXEC);
    }
    fflush(NULL);
    process->id = fork();
    if (process->id == 0)
        become(command, process, parent);
    if (process->id > 0) {
        setpgid(process->id, process->id);
        process->handle = syscall(SYS_pidfd_open, process->id, 0);
    }
    process->ended = process->handle < 0;
    return process;
}

static void kill_group(struct process *process)
{
    kill(-process->id, SIGKILL);
    kill(process->id, SIGKILL);
}

static void collect(struct process *process)
{
    int status;

    while (waitpid(process->id, &status, 0) < 0)
        if (errno != EINTR)
            return;
    process->ended = true;
    process->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool process_wait(struct process *process, unsigned milliseconds)
{
    long long until = now() + milliseconds;

    while (!process->ended) {
        long long end = until < process->deadline ? until : process->deadline;
        long long left = end - now();
        struct pollfd handle = { .fd = process->handle, .events = POLLIN };

        if (poll(&handle, 1, left > 0 ? left : 0) > 0) {
            collect(process);
        } else if (now() >= process->deadline) {
            process->timed_out = true;
            kill_group(process);
            collect(process);
        } else if (now() >= until) {
            break;
        }
    }
    return process->ended;
}

static char *stream_read(int file, size_t *size)
{
    struct stat status;

    if (file < 0 || fstat(file, &status) < 0)
        status.st_size = 0;
    char *content = allocate(status.st_size + 1);
    ssize_t got = status.st_size ? pread(file, content, status.st_size, 0) : 0;
    *size = got > 0 ? got : 0;
    content[*size] = 0;
    return content;
}

char *process_output(struct process *process)
{
    size_t size;

    return stream_read(process->output, &size);
}

void process_finish(struct process *process, struct result *result)
{
    size_t size;

    if (!process->ended && process->handle >= 0) {
        kill_group(process);
        collect(process);
    }
    if (result) {
        *result = (struct result){ .status = process->status, .timed_out = process->timed_out };
        result->output = stream_read(process->output, &result->output_size);
        result->errors = stream_read(process->errors, &size);
    }
    if (process->handle >= 0)
        close(process->handle);
    if (process->output >= 0) {
        close(process->output);
        close(process->errors);
    }
    free(process);
}

int command_run(const struct command *command, struct result *result)
{
    struct process *process = process_start(command);

    while (!process_wait(process, 1000))
        ;
    process_finish(process, result);
    return result->status;
}

/* Waits until one of the running tasks' commands has ended or passed its limit. */
static void wait_for_any(struct task *tasks[], size_t count)
{
    struct pollfd handles[count];
    nfds_t used = 0;
    long long first = now() + 60000;

    for (size_t i = 0; i < count; i++) {
        if (!tasks[i]->process)
            continue;
        handles[used++] = (struct pollfd){ .fd = tasks[i]->process->handle, .events = POLLIN };
        if (tasks[i]->process->deadline < first)
            first = tasks[i]->process->deadline;
    }
    long long left = first - now();
    poll(handles, used, left > 0 ? left : 0);
}

static bool advance(struct task *task)
{
    if (task->process) {
        if (!process_wait(task->process, 0))
            return true;
        process_finish(task->process, &task->result);
        task->process = NULL;
        task->began = true;
    }
    return false;
}

void tasks_run(struct task *tasks[], size_t count, unsigned parallel)
{
    bool *finished = allocate(count);
    size_t left = count;

    memset(finished, 0, count);
    while (left) {
        unsigned running = 0;
        for (size_t i = 0; i < count; i++)
            running += !finished[i] && advance(tasks[i]);
        for (size_t i = 0; i < count && running < parallel; i++) {
            struct task *task = tasks[i];
            if (finished[i] || task->process)
                continue;
            if (task->next(task)) {
                if (task->began)
                    result_free(&task->result);
                task->began = false;
                task->process = process_start(&task->command);
                running++;
            } else {
                finished[i] = true;
                left--;
                if (task->began)
                    result_free(&task->result);
                command_free(&task->command);
            }
        }
        if (running)
            wait_for_any(tasks, count);
    }
    free(finished);
}
