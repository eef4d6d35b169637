/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel as a server: its constructor, and the roots that are a few lines each. The
 * roots have no state of their own: all kernel state is the machine's. */
#include "clock.h"
#include "kernel.server.h"
#include "log.h"
#include "panic.h"

/* What `self` of each root points to; nothing reads it. */
static char root;

status construct(struct kernel_roots *roots)
{
    roots->catalog = (struct catalog *)&root;
    roots->physical_memory = (struct physical_memory *)&root;
    roots->threads = (struct threads *)&root;
    roots->time = (struct time *)&root;
    roots->interrupt_lines = (struct interrupt_lines *)&root;
    roots->log_output = (struct log_output *)&root;
    roots->servers = (struct servers *)&root;
    return OK;
}

void destruct(void)
{
    panic("the kernel's server was unloaded");
}

u32 time_getMilliseconds(struct time *self)
{
    (void)self;
    return (u32)clock_milliseconds();
}

u32 time_getMicroseconds(struct time *self)
{
    (void)self;
    return (u32)clock_microseconds();
}

void log_output_write(struct log_output *self, const void *text, u32 length)
{
    (void)self;
    log_bytes(text, length);
}
