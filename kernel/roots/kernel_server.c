/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel as a server: its constructor. Its roots have no state of their own: all kernel state is the
 * machine's. */
#include "kernel.server.h"
#include "machine/panic.h"

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
