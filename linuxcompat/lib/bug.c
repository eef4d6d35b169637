// SPDX-License-Identifier: GPL-2.0-only
/* BUG and WARN. (Linux: lib/bug.c) */
#include <linux/kernel.h>
#include <linux/string.h>

#include "network.server.h"

void slipway_bug(const char *file, int line, const char *what)
{
    char message[200];

    scnprintf(message, sizeof message, "BUG: %s at %s:%d", what, file, line);
    printk(KERN_EMERG "%s\n", message);
    Component_abort(component, message, strlen(message));
    for (;;)
        Clock_delay(clock, 1000);       /* abort() does not return */
}

void slipway_warn(const char *file, int line, const char *format, ...)
{
    va_list arguments;
    struct va_format text = { format, &arguments };

    va_start(arguments, format);
    printk(KERN_WARNING "WARNING: %s:%d: %pV", file, line, &text);
    va_end(arguments);
}
