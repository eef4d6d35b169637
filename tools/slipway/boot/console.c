/* SPDX-License-Identifier: GPL-2.0-only */
/* A guest's serial console: what it said, and waiting for it to say something. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/files.h"
#include "base/message.h"
#include "base/progress.h"
#include "boot/console.h"

char *console_text(struct process *qemu)
{
    char *text = process_output(qemu);
    size_t kept = 0;

    for (size_t i = 0; text[i]; i++)
        if (text[i] != '\r')
            text[kept++] = text[i];
    text[kept] = 0;
    return text;
}

char *console_line(const char *console, const char *text)
{
    while (*console) {
        const char *end = strchr(console, '\n');
        if (!end)
            return NULL;                /* the last line is not whole yet */
        char *line = format("%.*s", (int)(end - console), console);
        if (strstr(line, text))
            return line;
        free(line);
        console = end + 1;
    }
    return NULL;
}

static time_t seconds_now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec;
}

char *console_wait(struct process *qemu, const char *text, unsigned seconds, char **problem)
{
    time_t end = seconds_now() + seconds;

    for (;;) {
        bool ended = process_wait(qemu, 50);    /* before reading: its last words count */
        char *console = console_text(qemu);
        char *line = console_line(console, text);
        free(console);
        if (line)
            return line;
        if (ended) {
            *problem = format("QEMU ended before the guest said \"%s\"", text);
            return NULL;
        }
        if (seconds_now() >= end) {
            *problem = format("the guest did not say \"%s\" within %u s", text, seconds);
            return NULL;
        }
    }
}

const char *console_tail(const char *console)
{
    const char *start = console + strlen(console);

    for (unsigned lines = 0; start > console; start--)
        if (start[-1] == '\n' && *start && ++lines == CONSOLE_TAIL_LINES)
            break;
    return start;
}

void console_keep(const char *console, const char *file)
{
    if (file_write(file, console, strlen(console)) < 0)
        report_note("%s: %s", file, strerror(errno));
}

void console_print_end(const char *console, const char *errors)
{
    progress_clear();
    fprintf(stderr, "%sthe guest's console ends:\n%s", errors, console_tail(console));
}

void console_run(const struct command *command, const char *text, struct console_result *result)
{
    struct result ended;
    struct process *qemu = process_start(command);
    char *line = console_wait(qemu, text, command->limit, &result->problem);

    if (line)
        result->problem = NULL;
    free(line);
    result->console = console_text(qemu);
    process_finish(qemu, &ended);
    result->errors = format("%s", ended.errors);
    result_free(&ended);
    progress_clear();
}

void console_report(const struct console_result *result, const char *system)
{
    report_error(result->problem, NULL, "booting %s", system);
    console_print_end(result->console, result->errors);
}

void console_result_free(struct console_result *result)
{
    free(result->console);
    free(result->errors);
    free(result->problem);
}
