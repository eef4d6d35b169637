/* SPDX-License-Identifier: GPL-2.0-only */
/* The root InterruptLines. */
#include "kernel.server.h"
#include "roots/interrupt_line.h"

status interrupt_lines_open(struct interrupt_lines *self, u32 line, InterruptLine *reference)
{
    struct interrupt_line *object;
    (void)self;
    status result = interrupt_line_new(line, &object);
    if (result < 0)
        return result;
    *reference = interrupt_line_create(object);
    if (*reference)
        return OK;
    interrupt_line_destroy(object);
    return E_NOMEM;
}
