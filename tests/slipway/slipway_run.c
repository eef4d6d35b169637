/* SPDX-License-Identifier: GPL-2.0-only */
/* Running programs: what becomes of their output and status, the time limit, and tasks side by
 * side. And the index of what Linux defines, in which every name must be found. */
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/command.h"
#include "base/run.h"
#include "convert/linux_index.h"
#include "tap.h"

static struct command shell(const char *script)
{
    struct command command = { .limit = 20 };

    command_add(&command, "sh");
    command_add(&command, "-c");
    command_add(&command, "%s", script);
    return command;
}

static void check(const char *what, const char *script, int status, const char *output, const char *errors)
{
    struct command command = shell(script);
    struct result result;

    is_number(command_run(&command, &result), status, "%s: status", what);
    is_text(result.output, output, "%s: output", what);
    is_text(result.errors, errors, "%s: errors", what);
    ok(!result.timed_out, "%s: in time", what);
    result_free(&result);
    command_free(&command);
}

static void check_results(void)
{
    check("a program", "echo out; echo err >&2; exit 3", 3, "out\n", "err\n");
    check("one that a signal ends", "kill -TERM $$", 128 + 15, "", "");
    check("one that reads", "cat; echo end", 0, "end\n", "");

    struct command command = { 0 };
    struct result result;
    command_add(&command, "/no/such/program");
    is_number(command_run(&command, &result), 127, "a program that is not there");
    is_text(result.errors, "/no/such/program: No such file or directory\n", "is named");
    result_free(&result);
    command_free(&command);

    command = shell("pwd");
    command.directory = "/";
    command_run(&command, &result);
    is_text(result.output, "/\n", "a program runs where it is told to");
    result_free(&result);
    command_free(&command);

    command = shell("head -c 3000000 /dev/zero | tr '\\0' x");
    command_run(&command, &result);
    is_number(result.output_size, 3000000, "output of any size is captured");
    result_free(&result);
    command_free(&command);
}

/* The limit ends the whole group: a child in the background would keep its output open. */
static void check_limit(void)
{
    struct command command = shell("sleep 50 & echo $!; sleep 50");
    struct result result;
    struct timespec start, end;

    command.limit = 1;
    clock_gettime(CLOCK_MONOTONIC, &start);
    is_number(command_run(&command, &result), 128 + 9, "a program beyond its limit is killed");
    clock_gettime(CLOCK_MONOTONIC, &end);
    ok(result.timed_out, "which is told");
    ok(end.tv_sec - start.tv_sec < 20, "and does not wait for its end");
    char *process = format("/proc/%d/exe", atoi(result.output));
    char target[64];
    usleep(100000);
    ok(readlink(process, target, sizeof target) < 0, "what it started ends with it");
    free(process);
    result_free(&result);
    command_free(&command);
}

static void check_process(void)
{
    struct command command = shell("echo begun; sleep 50");
    struct process *process = process_start(&command);
    struct result result;

    ok(!process_wait(process, 200), "a process goes on beside us");
    char *output = process_output(process);
    is_text(output, "begun\n", "what it has written can be read");
    free(output);
    process_finish(process, &result);
    is_number(result.status, 128 + 9, "and it is ended when we have finished with it");
    ok(!result.timed_out, "which is no time limit");
    result_free(&result);
    command_free(&command);
}

/* A task of three steps; the steps of all tasks write one log. */
struct counting_task {
    struct task task;
    int number, step, failures;
};

static bool next_step(struct task *task)
{
    struct counting_task *counting = (struct counting_task *)task;

    if (task->began && task->result.status != counting->step)
        counting->failures++;
    if (counting->step == 3)
        return false;
    counting->step++;
    command_free(&task->command);
    command_add(&task->command, "sh");
    command_add(&task->command, "-c");
    command_add(&task->command, "exit %d", counting->step);
    return true;
}

static void check_tasks(void)
{
    struct counting_task counting[5];
    struct task *tasks[5];
    int failures = 0, steps = 0;

    for (int i = 0; i < 5; i++) {
        counting[i] = (struct counting_task){ .task.next = next_step, .number = i };
        tasks[i] = &counting[i].task;
    }
    tasks_run(tasks, 5, 2);
    for (int i = 0; i < 5; i++) {
        failures += counting[i].failures;
        steps += counting[i].step;
    }
    is_number(steps, 15, "every task takes all its steps");
    is_number(failures, 0, "each sees the result of the step before");
    tasks_run(tasks, 0, 2);
    ok(true, "no tasks are done at once");
}

static void check_text(void)
{
    struct command command = { 0 };

    command_add_words(&command, "gcc -O2");
    command_add(&command, "it's $HOME");
    command_add(&command, "%s", "");
    char *text = command_text(&command);
    is_text(text, "gcc -O2 'it'\\''s $HOME' ''", "a command is shown as a shell would take it");
    free(text);
    command_free(&command);
}

static void check_index(void)
{
    static const char *const names[] = { "A", "a", "ab", "b", "struct ab", "struct b" };
    char path[] = "build/tests/index-XXXXXX";
    struct linux_index index;
    int file = mkstemp(path);

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        dprintf(file, "%s\tmacro\tfile-%zu\n", names[i], i);
    close(file);
    if (!ok(linux_index_open(&index, path), "an index is opened"))
        return;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *expected = format("file-%zu", i), *found = linux_index_find(&index, names[i]);
        is_text(found ? found : "nothing", expected, "%s is found", names[i]);
        free(found);
        free(expected);
    }
    static const char *const absent[] = { "", "0", "aa", "abc", "struct", "struct a", "struct c", "z" };
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        ok(!linux_index_find(&index, absent[i]), "\"%s\" is not", absent[i]);
    unlink(path);
    ok(!linux_index_open(&index, path), "an index that is not there is not opened");
}

int main(void)
{
    check_results();
    check_limit();
    check_process();
    check_tasks();
    check_text();
    check_index();
    return tap_end();
}
