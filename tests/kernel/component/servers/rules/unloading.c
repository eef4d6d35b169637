/* SPDX-License-Identifier: GPL-2.0-only */
/* M8: when a server goes, what it held is released, and calls to it say that it is gone;
 * also under fire from other threads. */
#include "rules.h"

#define RELOADS 100

static void test_release(void)
{
    Server holder = bring_up("tokens"), maker = bring_up("tokens");
    Tokens held = (Tokens)root(holder, "Tokens"), tokens = (Tokens)root(maker, "Tokens");
    Token token = Tokens_make(tokens, 1), gone = Tokens_make(held, 2);
    u32 pages = PhysicalMemory_getFree(memory);
    status call;

    Tokens_keep(held, token);
    ok(Tokens_getDestroyed(tokens) == 0, "M8 a server holds an object of another one");
    Server_release(holder);
    ok(Tokens_getDestroyed(tokens) == 1, "M8 when it goes, what it held is released");
    ok(PhysicalMemory_getFree(memory) > pages, "M8 its memory is free again");
    ok(Token_getNumber_checked(gone, &call) == 0 && call == E_GONE,
       "M8 a call to its object says that it is gone");
    ok(Tokens_look(tokens, gone) == 0, "M8 nor can it be passed");
    Token_release(gone);
    Tokens_release(held);
    Tokens_release(tokens);
    Server_release(maker);
}

static Kinds target;
static volatile u32 stop;

/* Calls as fast as it can; counts what it got. */
static void fire(struct worker *worker)
{
    status call;

    while (!stop) {
        if (Kinds_twice_checked(target, 4, &call) == 8)
            worker->data[0]++;
        else if (call == E_GONE || call == E_REFERENCE)
            worker->data[1]++;
        else
            worker->data[2]++;
    }
}

/* Loads and unloads `name` while two threads call it all the time. The references stay, so
 * each caller finds out by itself that its callee went. */
static void test_under_fire(const char *name)
{
    struct worker workers[2] = { { .run = fire }, { .run = fire } };
    u32 references, references_after, objects, objects_after, i;
    Server server = bring_up(name);
    Thread threads_running[2];

    Servers_getUsage(servers, &references, &objects);
    stop = 0;
    target = (Kinds)root(server, "Kinds");
    for (i = 0; i < 2; i++)
        threads_running[i] = begin(&workers[i], 3);
    for (i = 0; i < RELOADS; i++) {
        Kinds old = target;

        Threads_sleep(threads, 3);
        Server_release(server);
        Threads_sleep(threads, 1);
        server = bring_up(name);
        target = (Kinds)root(server, "Kinds");
        Threads_sleep(threads, 1);
        Kinds_release(old);
    }
    stop = 1;
    join(threads_running[0]);
    join(threads_running[1]);
    Kinds_release(target);
    Servers_getUsage(servers, &references_after, &objects_after);
    ok(workers[0].data[0] && workers[1].data[0] && workers[0].data[1] + workers[1].data[1],
       "M8 %s is unloaded %u times under calls: %u succeeded, %u found it gone", name, RELOADS,
       workers[0].data[0] + workers[1].data[0], workers[0].data[1] + workers[1].data[1]);
    ok(!workers[0].data[2] && !workers[1].data[2], "M8 and no call did anything else");
    ok(references == references_after && objects == objects_after, "M8 and nothing is left over");
    Server_release(server);
}

void test_unloading(void)
{
    test_release();
    test_under_fire("kinds");
    test_under_fire("kinds_serialised");
}
