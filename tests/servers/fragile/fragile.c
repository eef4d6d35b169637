/* SPDX-License-Identifier: GPL-2.0-only */
/* Ends when it is called, in a way that a setting says; for tests/servers/qemu-restart.t. */
#include "fragile.server.h"
#include "kernel/machine/machine.h"
#include "runtime.h"

static struct trigger { char end[8]; } self_trigger;
static struct parts { u32 unused; } self_parts;
static struct part { u32 unused; } self_part;
static struct other { u32 unused; } self_other;
static u32 opens_other;

static volatile u32 zero;

static void end_by_dividing(void)
{
    zero = 7 / zero;
}

static void end_by_wild_write(void)
{
    *(volatile u32 *)KERNEL_START = 1;    /* the kernel's */
}

static u32 end_by_deep_calls(volatile u32 *last)
{
    volatile u32 local[64];

    local[0] = *last + 1;
    return local[0] ? end_by_deep_calls(local) + local[0] : 0;
}

static void end_by_looping(void)
{
    for (;;)
        zero = 0;
}

static void end_by_aborting(void)
{
    Component_abort(component, "as told", 7);
}

void trigger_run(struct trigger *self)
{
    switch (self->end[0] << 8 | self->end[1]) {
    case 'd' << 8 | 'i': end_by_dividing(); break;
    case 'w' << 8 | 'i': end_by_wild_write(); break;
    case 'd' << 8 | 'e': end_by_deep_calls(&zero); break;
    case 'l' << 8 | 'o': end_by_looping(); break;
    default: end_by_aborting();
    }
}

status parts_open(struct parts *self, const void *name, u32 length, Any *object)
{
    (void)self;
    if (length != 4 || memcmp(name, "part", 4))
        return E_NOENT;
    *object = opens_other ? (Any)other_create(&self_other) : (Any)part_create(&self_part);
    return *object ? OK : E_NOMEM;
}

void part_run(struct part *self)
{
    (void)self;
}

void part_destroy(struct part *self)
{
    (void)self;                         /* it is static */
}

status other_kill(struct other *self)
{
    (void)self;
    return OK;
}

u32 other_getRestarts(struct other *self)
{
    (void)self;
    return 0;
}

void other_destroy(struct other *self)
{
    (void)self;                         /* it is static */
}

/* The setting `fail`, "2-3" or "2-9". */
static status start(u32 number)
{
    char text[4] = "";

    if (Settings_get(settings, "fail", 4, 0, text, 3) < 3)
        return OK;
    return number >= (u32)text[0] - '0' && number <= (u32)text[2] - '0' ? E_IO : OK;
}

status construct(struct fragile_roots *roots)
{
    char other[1];
    u32 number;

    Settings_get(settings, "end", 3, 0, self_trigger.end, sizeof self_trigger.end - 1);
    roots->trigger = &self_trigger;
    roots->parts = &self_parts;
    number = starts ? Tally_next(starts) : 1;
    opens_other = Settings_get(settings, "other", 5, 0, other, sizeof other) > 0 && number > 1;
    return start(number);
}

void destruct(void)
{
}
