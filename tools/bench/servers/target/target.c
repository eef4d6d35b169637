/* SPDX-License-Identifier: GPL-2.0-only */
/* The callee of the benchmarks: does nothing, as fast as it can. */
#include "target.server.h"

static char root;

status construct(struct target_roots *roots)
{
    roots->target = (struct target *)&root;
    return OK;
}

void destruct(void)
{
}

void target_nothing(struct target *self)
{
    (void)self;
}

void target_lend(struct target *self, u32 first, u32 second, Target other)
{
    (void)self, (void)first, (void)second, (void)other;
}

void target_take(struct target *self, const void *bytes, u32 size)
{
    (void)self, (void)bytes, (void)size;
}
