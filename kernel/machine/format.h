/* SPDX-License-Identifier: GPL-2.0-only */
/* A small formatter. It knows %s %c %d %i %u %x %X %p %%, l and h as prefixes without
 * meaning, a width with - and 0 flags or *, and a precision for %s (.5 or .*). */
#ifndef KERNEL_MACHINE_FORMAT_H
#define KERNEL_MACHINE_FORMAT_H

#include <stdarg.h>
#include "types.h"

/* Formats into `buffer`, cut to `size` - 1 bytes and terminated if size is not 0.
 * Returns the length that the whole text would have. */
u32 format_text(char *buffer, u32 size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
u32 format_list(char *buffer, u32 size, const char *format, va_list arguments);

#endif
