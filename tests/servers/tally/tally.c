/* SPDX-License-Identifier: GPL-2.0-only */
/* Counts the starts of a server that is loaded again and again. */
#include "tally.server.h"

static struct counter { u32 count; } self_counter;

u32 counter_next(struct counter *self)
{
    return ++self->count;
}

status construct(struct tally_roots *roots)
{
    roots->counter = &self_counter;
    return OK;
}

void destruct(void)
{
}
