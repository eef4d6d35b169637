/* SPDX-License-Identifier: GPL-2.0-only */
/* Receives parameters of every kind (Kinds.interface says what each function does). */
#include "kinds.server.h"

static u32 calls;
static Kinds remembered;

status construct(struct kinds_roots *roots)
{
    roots->kinds = (struct kinds *)&calls;
    return OK;
}

void destruct(void)
{
}

void kinds_nothing(struct kinds *self)
{
    (void)self;
    calls++;
}

u32 kinds_getCalls(struct kinds *self)
{
    return *(u32 *)self;
}

u32 kinds_twice(struct kinds *self, u32 a)
{
    (void)self;
    return 2 * a;
}

u32 kinds_mixed(struct kinds *self, u8 a, i16 b, u32 c, i32 d)
{
    (void)self;
    return a + 3 * (u32)b + 5 * c + 7 * (u32)d;
}

u32 kinds_sixteen(struct kinds *self, u32 a, u32 b, u32 c, u32 d, u32 e, u32 f, u32 g, u32 h,
                  u32 i, u32 j, u32 k, u32 l, u32 m, u32 n, u32 o, u32 p)
{
    (void)self;
    return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h
        + 9 * i + 10 * j + 11 * k + 12 * l + 13 * m + 14 * n + 15 * o + 16 * p;
}

i8 kinds_narrow(struct kinds *self, i8 a)
{
    (void)self;
    return a;
}

status kinds_result(struct kinds *self, i32 value)
{
    (void)self;
    return value;
}

i32 kinds_copy(struct kinds *self, const void *from, u32 length, void *to, u32 size)
{
    u32 copied = length < size ? length : size, i;

    (void)self;
    for (i = 0; i < copied; i++)
        ((u8 *)to)[i] = ((const u8 *)from)[i];
    return (i32)copied;
}

i32 kinds_lie(struct kinds *self, i32 length, void *to, u32 size)
{
    (void)self, (void)to, (void)size;
    return length;
}

i32 kinds_lieAboutConstant(struct kinds *self, i32 length, void *to)
{
    (void)self, (void)to;
    return length;
}

i32 kinds_lieWithReference(struct kinds *self, i32 length, void *to, u32 size, Runnable runnable)
{
    (void)self, (void)to, (void)size, (void)runnable;
    return length;
}

i32 kinds_lieAboutBoth(struct kinds *self, i32 length, void *to, Runnable runnable)
{
    (void)self, (void)to, (void)runnable;
    return length;
}

status kinds_scalars(struct kinds *self, u8 *a, u16 *b, u32 *c, i32 *d)
{
    (void)self;
    *a = 1;
    *b = 2;
    *c = 3;
    *d = -4;
    return OK;
}

status kinds_blocks(struct kinds *self, const void *a, void *b, u32 size, void *c)
{
    u32 i;

    (void)self;
    for (i = 0; i < size; i++)
        ((u8 *)b)[i]++;
    for (i = 0; i < 4; i++)
        ((u8 *)c)[i] = ((const u8 *)a)[i];
    return OK;
}

u32 kinds_nest(struct kinds *self, u32 depth, Kinds other)
{
    status call = OK;
    u32 deeper;

    (void)self;
    if (!depth)
        return 1;
    deeper = Kinds_nest_checked(other, depth - 1, other, &call);
    return call < 0 ? 1 : deeper + 1;
}

u32 kinds_nestRemembered(struct kinds *self, u32 depth)
{
    status call = OK;
    u32 deeper;

    (void)self;
    if (!depth)
        return 1;
    deeper = Kinds_nestRemembered_checked(remembered, depth - 1, &call);
    return call < 0 ? 1 : deeper + 1;
}

status kinds_remember(struct kinds *self, Kinds other)
{
    (void)self;
    Kinds_release(remembered);
    remembered = Kinds_duplicate(other);
    return OK;
}

u32 kinds_during(struct kinds *self, u32 a, Runnable runnable)
{
    (void)self;
    Runnable_run(runnable);
    return a;
}

i32 kinds_reverse(struct kinds *self, const void *from, u32 length, void *to, u32 size)
{
    u32 i;

    (void)self;
    if (length > size)
        return E_MSGSIZE;
    for (i = 0; i < length; i++)
        ((u8 *)to)[i] = ((const u8 *)from)[length - 1 - i];
    return (i32)length;
}

status kinds_fill(struct kinds *self, u8 first, void *to, u32 size)
{
    u32 i;

    (void)self;
    for (i = 0; i < size; i++)
        ((u8 *)to)[i] = (u8)(first + i);
    return OK;
}

u32 kinds_sum(struct kinds *self, const void *from, u32 length)
{
    u32 sum = 0, i;

    (void)self;
    for (i = 0; i < length; i++)
        sum += ((const u8 *)from)[i];
    return sum;
}

u32 kinds_weigh(struct kinds *self, Kinds a, Kinds b, Kinds c, Kinds d, Kinds e, Kinds f, Kinds g, Kinds h,
                Kinds i, Kinds j)
{
    Kinds all[] = { a, b, c, d, e, f, g, h, i, j };
    u32 weight = 0, place;

    (void)self;
    for (place = 1; place <= sizeof all / sizeof all[0]; place++)
        if (all[place - 1])
            weight += Kinds_twice(all[place - 1], place);
    return weight / 2;
}

u32 kinds_through(struct kinds *self, u32 a, Kinds first, u16 b, Kinds second)
{
    (void)self;
    return a ? Kinds_through(first, a - 1, second, b, first) : Kinds_twice(second, b);
}

status kinds_leave(struct kinds *self, u32 *a, void *b)
{
    (void)self, (void)a, (void)b;
    return OK;
}

static void set(u32 *a, u8 *b)
{
    u32 i;

    *a = 1;
    for (i = 0; i < 8; i++)
        b[i]++;
}

status kinds_fail(struct kinds *self, u32 *a, void *b, void *c, u32 size)
{
    set(a, b);
    kinds_fill(self, 1, c, size);
    return E_IO;
}

status kinds_die(struct kinds *self, u32 *a, void *b, Kinds lent, Kinds moved, Kinds *c)
{
    static const char reason[] = "as it was told to";

    (void)self, (void)moved;
    set(a, b);
    *c = Kinds_duplicate(lent);
    Component_abort(component, reason, sizeof reason - 1);
    return OK;
}

status kinds_dive(struct kinds *self, Kinds itself, Runnable deepest, u32 *a, u32 *b, u32 *c, u32 *d, u32 *e,
                  u32 *f, u32 *g, u32 *h, u32 *i, u32 *j, u32 *k, u32 *l, u32 *m, u32 *n)
{
    status call = Kinds_dive(itself, itself, deepest, a, b, c, d, e, f, g, h, i, j, k, l, m, n);

    (void)self;
    if (call == E_NOSPC)
        Runnable_run_checked(deepest, &call);
    return call;
}
