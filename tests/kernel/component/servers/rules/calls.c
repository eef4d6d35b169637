/* SPDX-License-Identifier: GPL-2.0-only */
/* M1: a server is passive. M2: what may cross. */
#include "rules.h"

static u32 stack_address(void)
{
    return (u32)__builtin_frame_address(0);
}

static void note_stack(struct worker *worker)
{
    worker->data[0] = stack_address();
}

static void test_passive(Kinds kinds)
{
    struct worker here = { .run = note_stack }, elsewhere = { .run = note_stack };
    Runnable runnable = worker_create(&here);

    ok(Kinds_during(kinds, 5, runnable) == 5, "M1 a function of a server is called, and calls back");
    /* In user mode the stack is another one, and what this function has there is seen all the same. */
    ok(is_in_user_mode() || stack_address() - here.data[0] < 4096, "M1 both run on the calling thread");
    Runnable_release(runnable);
    join(begin(&elsewhere, 4));
    ok(elsewhere.data[0] && stack_address() - elsewhere.data[0] >= 4096,
       "M1 a thread of its own is asked for from the kernel");
}

static void test_scalars(Kinds kinds)
{
    u8 a = 0;
    u16 b = 0;
    u32 c = 0;
    i32 d = 0;

    ok(Kinds_twice(kinds, 21) == 42, "M2 a scalar crosses");
    ok(Kinds_mixed(kinds, 255, -1, 3, -4) == 239, "M2 scalars of 8, 16 and 32 bits cross");
    ok(Kinds_sixteen(kinds, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16) == 1496,
       "M2 sixteen scalars cross");
    ok(Kinds_scalars(kinds, &a, &b, &c, &d) == OK && a == 1 && b == 2 && c == 3 && d == -4,
       "M2 scalars come back");
    ok(Kinds_result(kinds, E_IO) == E_IO, "M2 a status comes back");
}

static void test_blocks(Kinds kinds)
{
    u8 from[65], to[64], six[6] = { 1, 2, 3, 4, 5, 6 }, both[16] = { 0 }, four[4] = { 0 };
    u32 i;

    for (i = 0; i < sizeof from; i++)
        from[i] = (u8)i;
    memset(to, 0xee, sizeof to);
    ok(Kinds_copy(kinds, from, 40, to, 64) == 40 && !memcmp(from, to, 40) && to[40] == 0xee,
       "M2 a block goes in, another one comes out, with its length");
    ok(Kinds_blocks(kinds, six, both, 16, four) == OK && both[15] == 1 && four[3] == 4,
       "M2 blocks in both directions, and of constant size");
    memset(to, 0xee, sizeof to);
    ok(Kinds_copy(kinds, from, 65, to, 64) == E_SIZE && to[0] == 0xee,
       "M2 a block above its bound is refused, the out block untouched");
    ok(Kinds_lie(kinds, 17, to, 16) == E_SIZE,
       "M2 a callee cannot claim to have written more than there is room");
}

static void test_depth(Kinds kinds)
{
    u32 deepest;

    Kinds_remember(kinds, kinds);
    deepest = Kinds_nestRemembered(kinds, 100000);
    ok(deepest > 50 && deepest < 100000, "M1 calls nest to a limit (%u), past which they fail", deepest);
    Kinds_remember(kinds, 0);
    ok(Kinds_twice(kinds, 1) == 2, "M1 and go on after that");
}

void test_calls(void)
{
    Server server = bring_up("kinds");
    Kinds kinds = (Kinds)root(server, "Kinds");

    test_passive(kinds);
    test_scalars(kinds);
    test_blocks(kinds);
    test_depth(kinds);
    Kinds_release(kinds);
    Server_release(server);
}
