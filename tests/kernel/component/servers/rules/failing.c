/* SPDX-License-Identifier: GPL-2.0-only */
/* Calls that fail on their way in or out: what they were to move is released, and nothing else
 * (M8). */
#include "rules.h"

static Tokens tokens;

/* Makes a call that fails with `expected`; whether the token that it was to move ended. */
static u32 is_consumed(u32 length, Token *previous, u32 *counted, status expected)
{
    static const char name[17];
    u32 references, references_after, objects, objects_after;
    status result;

    Servers_getUsage(servers, &references, &objects);
    result = Tokens_exchange(tokens, name, length, previous, counted, Tokens_make(tokens, 1));
    Servers_getUsage(servers, &references_after, &objects_after);
    return result == expected && references == references_after && objects == objects_after;
}

static void test_consumed(void)
{
    Token previous = (Token)1;
    u32 counted = 7;

    ok(is_consumed(17, &previous, &counted, E_SIZE) && !previous && counted == 7,
       "M8 a block above its bound: the reference behind it is consumed");
    ok(is_consumed(3, 0, &counted, E_FAULT) && counted == 7,
       "M8 no place for a reference: the one behind it is consumed");
}

/* In the kernel's domain the caller is trusted. */
static void test_no_place(void)
{
    Token previous = 0;
    u32 counted = 0;
    u32 user = is_in_user_mode();

    ok(Tokens_exchange(tokens, "", 0, &previous, &counted, Tokens_make(tokens, 1)) == OK && !previous,
       "M8 a token is kept");
    ok(!user || (is_consumed(0, &previous, (u32 *)8, E_FAULT) && !previous),
       "M8 no place for a number: the reference that comes with it is released");
    Tokens_forget(tokens);
}

/* Where the kernel's stack is as full as a call can find it, or the callee's domain has no further
 * stack, an object ends all the same, if need be a little later. */

static Kinds kinds;
static Token last;

static void release_last(struct worker *worker)
{
    (void)worker;
    Token_release(last);
    last = 0;
}

static status dive(u32 level)
{
    struct worker worker = { .run = release_last };
    Runnable runnable = worker_create(&worker);
    u32 n[14];
    status result;

    if (level)
        result = Kinds_dive(kinds, kinds, runnable, n, n + 1, n + 2, n + 3, n + 4, n + 5, n + 6, n + 7, n + 8,
                            n + 9, n + 10, n + 11, n + 12, n + 13);
    else
        Kinds_twice_checked(kinds, 1, &result);
    Runnable_release(runnable);
    return result;
}

/* Makes that call with so much more on the stack, which in the kernel's domain is the kernel's. */
static status dive_below(u32 words, u32 level)
{
    volatile u32 used[16];
    status result;

    used[0] = words;
    result = words ? dive_below(words - 1, level) : dive(level);
    return used[0] == words ? result : E_IO;
}

static void dive_deep(struct worker *worker)
{
    u32 words = 0, destroyed = Tokens_getDestroyed(tokens), tries;

    last = Tokens_make(tokens, 3);
    while (words < 400 && dive_below(words, 0) == OK)
        words++;
    while (words && dive_below(words, 1) == E_NOSPC)
        words--;
    for (tries = 0; tries < 100 && Tokens_getDestroyed(tokens) == destroyed; tries++)
        Threads_sleep(threads, 20);
    worker->data[0] = !last && Tokens_getDestroyed(tokens) == destroyed + 1;
}

static void test_deep(void)
{
    struct worker worker = { .run = dive_deep };
    Server server = bring_up("kinds");

    kinds = (Kinds)root(server, "Kinds");
    join(begin(&worker, 4));
    ok(worker.data[0], "M8 an object ends however deep the call is in which it is released");
    Kinds_release(kinds);
    Server_release(server);
}

void test_failing(void)
{
    Server server = bring_up("tokens_serialised");

    tokens = (Tokens)root(server, "Tokens");
    test_consumed();
    test_no_place();
    test_deep();
    Tokens_release(tokens);
    Server_release(server);
}
