/* SPDX-License-Identifier: GPL-2.0-only */
/* M11: several threads call several servers, which call back into others, while one after the other
 * ends, by itself or because it is killed. Every call comes back, with a result or E_GONE. */
#include "../victim/ends.h"
#include "rules.h"

#define VICTIMS 4
#define THREADS 5
#define ENDS    120
#define DEPTH   4

static struct isolated victims[VICTIMS];
static volatile u32 stop;

/* What a thread does next: pseudo-random, each thread's own. */
struct chance {
    struct worker worker;
    u32 seed, depth;
    u32 calls, strange;
    volatile u32 begun;         /* steps, but for those inside of others */
};

static struct chance chances[THREADS];

/* A server that ended, whose references are still held: a thread may have read one and not called yet. */
struct ended {
    struct isolated isolated;
    u32 begun[THREADS];         /* each thread's steps when it was replaced */
    u32 given_up;
};

static u32 below(struct chance *chance, u32 limit)
{
    chance->seed = chance->seed * 1103515245 + 12345;
    return (chance->seed >> 16) % limit;
}

/* What a call may answer: done; its server is gone; it would have to wait for itself; or there is no
 * room. */
static u32 may_answer(i32 result)
{
    return result >= 0 || result == E_GONE || result == E_DEADLOCK || result == E_NOSPC
        || result == E_NOMEM;
}

static void count(struct chance *chance, i32 result)
{
    chance->calls++;
    if (!may_answer(result)) {
        chance->strange++;
        note("a call answers %d", result);
    }
}

static void step(struct chance *chance);

static void step_inside(struct worker *worker)
{
    step((struct chance *)worker->data[0]);
}

static void call_around(struct chance *chance, Victim victim)
{
    struct worker inside = { .run = step_inside, .data = { (u32)chance } };
    Runnable runnable = worker_create(&inside);
    status call;
    u32 result;

    chance->depth++;
    result = Victim_around_checked(victim, 1, runnable, &call);
    chance->depth--;
    Runnable_release(runnable);
    count(chance, call);
    if (call >= 0 && result != 2)
        chance->strange++;
}

static void call_end(struct chance *chance, Victim victim, enum end how)
{
    char text[32] = "before";
    u32 number = 1;
    Token token = 0;
    i32 result = Victim_end(victim, how, 0, text, sizeof text, &number, &token);

    count(chance, result);
    if (result < 0 ? strcmp(text, "before") || number != 1 || token : text[31] != 'v' || number != 5)
        chance->strange++;
    Token_release(token);
}

static void call_sum(struct chance *chance, Victim victim)
{
    static u8 bytes[20000];
    status call;

    Victim_sum_checked(victim, bytes, below(chance, sizeof bytes), &call);
    count(chance, call);
}

static void step(struct chance *chance)
{
    Victim victim = victims[below(chance, VICTIMS)].victim;

    switch (below(chance, 8)) {
    case 0: case 1: case 2:
        if (chance->depth < DEPTH)
            call_around(chance, victim);
        break;
    case 3: case 4:
        call_sum(chance, victim);
        break;
    case 5: case 6:
        call_end(chance, victim, END_NOT);
        break;
    default:
        /* A thread that waits for ever in the middle of calls keeps others from their end. */
        call_end(chance, victim, below(chance, 2) || chance->depth ? below(chance, END_BY_ITSELF) : END_WAIT);
        break;
    }
}

static void run(struct worker *worker)
{
    struct chance *chance = (struct chance *)worker->data[0];

    while (!stop) {
        chance->begun++;
        step(chance);
    }
}

/* Ends one, if it has not done so by itself, and puts another in its place. */
static u32 replace(struct isolated *isolated, struct ended *place, u32 serialised)
{
    u32 ended, i;

    *place = (struct ended){ .isolated = *isolated };
    Server_kill(isolated->server);
    ended = has_ended(&place->isolated, "");
    isolate(isolated, serialised ? "victim_serialised" : "victim", 0);
    for (i = 0; i < THREADS; i++)
        place->begun[i] = chances[i].begun;
    return ended;
}

/* Gives its references up when each thread has begun another step since: none means to use them then. (In
 * the kernel's domain a handle is used again, for whatever it may be, once REUSE_DISTANCE others were;
 * these threads obtain as many in some milliseconds.) */
static void give_up_unused(struct ended *ended)
{
    u32 i;

    for (i = 0; i < THREADS; i++)
        if (chances[i].begun == ended->begun[i])
            return;
    if (!ended->given_up)
        give_up(&ended->isolated);
    ended->given_up = 1;
}

void test_chaos(void)
{
    static struct ended ended_ones[ENDS];
    struct chance own = { .seed = 1 };
    Thread running[THREADS];
    u32 ended = 0, calls = 0, strange = 0, i, j;

    stop = 0;
    for (i = 0; i < VICTIMS; i++)
        isolate(&victims[i], "victim", 0);
    for (i = 0; i < THREADS; i++) {
        chances[i] = (struct chance){ .seed = i };
        chances[i].worker = (struct worker){ .run = run, .data = { (u32)&chances[i] } };
        running[i] = begin(&chances[i].worker, 3);
    }
    for (i = 0; i < ENDS; i++) {
        Threads_sleep(threads, below(&own, 4));
        ended += replace(&victims[below(&own, VICTIMS)], &ended_ones[i], below(&own, 2));
        for (j = 0; j < i; j++)
            give_up_unused(&ended_ones[j]);
    }
    stop = 1;
    for (i = 0; i < VICTIMS; i++)
        Server_kill(victims[i].server);
    for (i = 0; i < THREADS; i++) {
        join(running[i]);
        calls += chances[i].calls;
        strange += chances[i].strange;
    }
    for (i = 0; i < VICTIMS; i++) {
        has_ended(&victims[i], "");
        give_up(&victims[i]);
    }
    for (i = 0; i < ENDS; i++)
        if (!ended_ones[i].given_up)
            give_up(&ended_ones[i].isolated);
    ok(ended == ENDS, "M11 %u servers end while threads go back and forth", ENDS);
    ok(calls > ENDS && !strange, "M11 each of %u calls fails as it should, or does not", calls);
}
