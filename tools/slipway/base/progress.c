/* SPDX-License-Identifier: GPL-2.0-only */
/* Progress on standard error: one changing line on a terminal, plain lines elsewhere. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/progress.h"

static bool line_shown;
static unsigned last_share = ~0u;

static int terminal_width(void)
{
    struct winsize size;

    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col < 20)
        return 80;
    return size.ws_col;
}

/* A line longer than the terminal is wide would not be overwritten, so it is cut. */
static void show(const char *share, const char *step, va_list arguments)
{
    char line[256];
    int width = terminal_width() - 1;

    vsnprintf(line, sizeof line, step, arguments);
    if (isatty(STDERR_FILENO)) {
        fprintf(stderr, "\r\033[K%.*s%s", width - 5, line, share);
        line_shown = true;
    } else {
        fprintf(stderr, "%s%s\n", line, share);
    }
    fflush(stderr);
}

void progress_step(const char *step, ...)
{
    va_list arguments;

    last_share = ~0u;
    va_start(arguments, step);
    show("", step, arguments);
    va_end(arguments);
}

void progress_share(unsigned percent, const char *step, ...)
{
    char share[16];
    va_list arguments;
    unsigned step_size = isatty(STDERR_FILENO) ? 1 : 10;

    if (percent / step_size == last_share)
        return;
    last_share = percent / step_size;
    snprintf(share, sizeof share, " %u%%", percent);
    va_start(arguments, step);
    show(share, step, arguments);
    va_end(arguments);
}

void progress_clear(void)
{
    if (line_shown)
        fputs("\r\033[K", stderr);
    line_shown = false;
}
