/* SPDX-License-Identifier: GPL-2.0-only */
/* Does what it is asked to, and notices if anything else changes its memory: a page of a pattern,
 * which nobody is given. */
#include "bystander.server.h"
#include "runtime.h"

#define SECRETS 1024u
#define HOARD   256u                    /* blocks... */
#define BLOCK   16384u                  /* ...of so many bytes */

static u32 secrets[SECRETS];
static Any kept;
static struct bystander { u32 unused; } self_bystander;
static struct idle { u32 unused; } self_idle;
static Runnable own;                    /* whoever can release or move it, has done so afterwards */

static u32 secret(u32 index)
{
    return (index + 1) * 2654435761u;
}

status construct(struct bystander_roots *roots)
{
    for (u32 i = 0; i < SECRETS; i++)
        secrets[i] = secret(i);
    roots->bystander = &self_bystander;
    own = idle_create(&self_idle);
    return own ? OK : E_NOMEM;
}

void destruct(void)
{
}

u32 bystander_add(struct bystander *self, u32 a, u32 b, u32 c, u32 d)
{
    (void)self;
    return a + b + c + d;
}

u32 bystander_sum(struct bystander *self, const void *block, u32 size)
{
    u32 sum = 0;

    (void)self;
    for (u32 i = 0; i < size; i++)
        sum += ((const u8 *)block)[i];
    return sum;
}

status bystander_fill(struct bystander *self, u32 value, void *block, u32 size)
{
    (void)self;
    memset(block, (int)value, size);
    return OK;
}

status bystander_change(struct bystander *self, void *block, u32 size)
{
    (void)self;
    for (u32 i = 0; i < size; i++)
        ((u8 *)block)[i]++;
    return OK;
}

i32 bystander_getName(struct bystander *self, void *text, u32 size)
{
    (void)self;
    if (size < 9)
        return E_NOSPC;
    memcpy(text, "bystander", 9);
    return 9;
}

status bystander_triple(struct bystander *self, u32 number, u32 *result)
{
    (void)self;
    *result = 3 * number;
    return OK;
}

status bystander_keep(struct bystander *self, Any reference)
{
    Any before = kept;

    (void)self;
    kept = reference;
    Any_release(before);
    return OK;
}

status bystander_call(struct bystander *self, Bystander other, u32 *sum)
{
    status call;

    (void)self;
    *sum = Bystander_add_checked(other, 1, 2, 3, 4, &call);
    return call;
}

status bystander_give(struct bystander *self, Runnable *first, Runnable *second)
{
    (void)self;
    *first = idle_create(&self_idle);
    *second = Runnable_duplicate(*first);
    return *second ? OK : E_NOMEM;
}

void idle_run(struct idle *self)
{
    (void)self;
}

void idle_destroy(struct idle *self)
{
    (void)self;                         /* it is static */
}

status bystander_run(struct bystander *self, Runnable runnable)
{
    status call;

    (void)self;
    Runnable_run_checked(runnable, &call);
    return call;
}

status bystander_runWith(struct bystander *self, Runnable runnable, const void *block, u32 size)
{
    (void)block, (void)size;
    return bystander_run(self, runnable);
}

u32 bystander_getHandle(struct bystander *self)
{
    (void)self;
    return (u32)own;
}

/* What sgdt stores. */
struct table {
    u16 limit;
    u32 base;
} __attribute__((packed));

static u32 is_user_mode(void)
{
    u32 selector;

    __asm__("movl %%cs, %0" : "=r"(selector));
    return selector & 3;
}

/* The bitmap of the task segment that is loaded, by the rules of the processor: a bit that is set, or
 * beyond the segment's limit, refuses. Level 0 only can read it. */
void bystander_countPorts(struct bystander *self, u32 *refused, u32 *allowed)
{
    struct table table;
    u16 selector;

    (void)self;
    if (is_user_mode())
        return;
    __asm__("sgdt %0" : "=m"(table));
    __asm__("strw %0" : "=m"(selector));
    const u8 *descriptor = (const u8 *)(table.base + (selector & ~7u));
    u32 base = descriptor[2] | descriptor[3] << 8 | descriptor[4] << 16 | (u32)descriptor[7] << 24;
    u32 limit = descriptor[0] | descriptor[1] << 8 | (descriptor[6] & 15u) << 16;
    u32 map = *(const u16 *)(base + 102);

    if (descriptor[6] & 0x80)
        limit = limit << 12 | 0xfff;
    *allowed = 0;
    for (u32 at = map; at < map + 65536 / 8 && at + 1 <= limit; at++)
        for (u32 bits = ~*(const volatile u8 *)(base + at) & 0xffu; bits; bits &= bits - 1)
            ++*allowed;
    *refused = 65536 - *allowed;
}

u32 bystander_hoard(struct bystander *self)
{
    static Memory hoard[HOARD];
    u32 count = 0, free;

    (void)self;
    while (count < HOARD && PhysicalMemory_allocate(memory, BLOCK, &hoard[count]) >= 0)
        count++;
    free = PhysicalMemory_getFree(memory);
    while (count)
        Memory_release(hoard[--count]);
    return free;
}

void bystander_forget(struct bystander *self)
{
    bystander_keep(self, 0);
}

u32 bystander_isIntact(struct bystander *self)
{
    u32 intact;
    status call;

    (void)self;
    Runnable_run_checked(own, &call);
    intact = call == OK;
    for (u32 i = 0; i < SECRETS; i++)
        intact &= secrets[i] == secret(i);
    return intact;
}

void bystander_getAddresses(struct bystander *self, u32 *data, u32 *code)
{
    (void)self;
    *data = (u32)secrets;
    *code = (u32)bystander_isIntact;
}
