// SPDX-License-Identifier: GPL-2.0-only
/* Messages, line by line, to the Log. (Linux: kernel/printk/printk.c) */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/jiffies.h>
#include <linux/ratelimit.h>
#include <linux/string.h>

#include "network.server.h"

#define LINES_PER_SECOND 100

static char line[512];                  /* what Log.write() takes */
static unsigned int length;
static unsigned long second;            /* when the count began */
static unsigned int lines, suppressed;

/* A driver that has gone wild does not drown the log. */
static bool line_is_allowed(void)
{
    unsigned long now = jiffies;
    char note[48];

    if (time_after_eq(now, second + HZ) || !second) {
        if (suppressed)
            Log_write(log, note, scnprintf(note, sizeof note, "(%u messages suppressed)\n", suppressed));
        second = now;
        lines = suppressed = 0;
    }
    if (lines < LINES_PER_SECOND) {
        lines++;
        return true;
    }
    suppressed++;
    return false;
}

static void end_line(void)
{
    line[length++] = '\n';
    if (line_is_allowed())
        Log_write(log, line, length);
    length = 0;
}

int vprintk(const char *format, va_list arguments)
{
    char text[512];
    int size;
    const char *at = text;
    bool continued = false;

    size = vscnprintf(text, sizeof text, format, arguments);
    if (at[0] == KERN_SOH_ASCII && at[1]) {
        continued = at[1] == KERN_CONT[1];
        at += 2;
    }
    if (length && !continued)
        end_line();
    for (; *at; at++) {
        if (*at == '\n')
            end_line();
        else if (length < sizeof line - 1)
            line[length++] = *at;
    }
    return size;
}

int printk(const char *format, ...)
{
    va_list arguments;
    int size;

    va_start(arguments, format);
    size = vprintk(format, arguments);
    va_end(arguments);
    return size;
}

void dev_printk(const char *level, const struct device *device, const char *format, ...)
{
    va_list arguments;
    struct va_format text = { format, &arguments };

    va_start(arguments, format);
    if (device)
        printk("%s%s %s: %pV", level, dev_driver_string(device), dev_name(device), &text);
    else
        printk("%s(NULL device *): %pV", level, &text);
    va_end(arguments);
}

int __ratelimit(struct ratelimit_state *state)
{
    unsigned long now = jiffies;

    if (!state->begin || time_after(now, state->begin + state->interval)) {
        if (state->missed)
            printk(KERN_WARNING "(%d messages suppressed)\n", state->missed);
        state->begin = now;
        state->printed = state->missed = 0;
    }
    if (state->printed < state->burst) {
        state->printed++;
        return 1;
    }
    state->missed++;
    return 0;
}

int printk_ratelimit(void)
{
    static DEFINE_RATELIMIT_STATE(limit, DEFAULT_RATELIMIT_INTERVAL, DEFAULT_RATELIMIT_BURST);

    return __ratelimit(&limit);
}
