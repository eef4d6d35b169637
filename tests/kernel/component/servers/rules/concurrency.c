/* SPDX-License-Identifier: GPL-2.0-only */
/* M7: calls are serialised unless the server is declared thread-safe. */
#include "rules.h"

#define ROUNDS 25
#define WINDOW 3                /* milliseconds between read and write of the counter */

static Counter counter, second;
static Semaphore semaphore, inside_counter, inside_second;

static void increase_slowly(struct worker *worker)
{
    u32 i;

    (void)worker;
    for (i = 0; i < ROUNDS; i++)
        Counter_increaseSlowly(counter, WINDOW);
}

/* Two threads increase the counter of server `name`; returns how far it got. */
static u32 race(const char *name)
{
    struct worker workers[2] = { { .run = increase_slowly }, { .run = increase_slowly } };
    Server server = load(name);
    Thread one, two;
    u32 value;

    Server_bind(server, 0, (Any)time);
    start(server);
    counter = (Counter)root(server, "Counter");
    one = begin(&workers[0], 4);
    two = begin(&workers[1], 4);
    join(one);
    join(two);
    value = Counter_getValue(counter);
    Counter_release(counter);
    Server_release(server);
    return value;
}

static void test_race(void)
{
    u32 serialised = race("counter_serialised"), safe = race("counter");

    ok(serialised == 2 * ROUNDS, "M7 calls to a serialised server do not overlap: %u of %u counted",
       serialised, 2 * ROUNDS);
    ok(safe < 2 * ROUNDS, "M7 calls to a server that is declared thread-safe do: %u of %u counted", safe,
       2 * ROUNDS);
}

static void nothing(struct worker *worker)
{
    worker->data[0]++;
}

static void test_reentry(void)
{
    struct worker worker = { .run = nothing };
    Runnable runnable = worker_create(&worker);

    Counter_increaseAgain(counter, counter, runnable);
    ok(worker.data[0] == 1 && Counter_getValue(counter) == 2, "M7 a thread may re-enter a serialised server");
    Runnable_release(runnable);
}

static void wait_inside(struct worker *worker)
{
    worker->data[0] = (u32)Counter_waitFor(counter, semaphore, 10000);
    worker->data[1] = Counter_getValue(counter);
}

static void test_open(void)
{
    struct worker worker = { .run = wait_inside };
    Thread thread = begin(&worker, 5);      /* it runs at once, up to its wait */
    status call;

    ok(Counter_getValue_checked(counter, &call) == 2 && call == OK,
       "M7 a serialised server is open while its thread waits");
    Semaphore_signal(semaphore);
    join(thread);
    ok(worker.data[0] == OK && worker.data[1] == 2, "M7 and goes on after the wait");
}

/* Inside `second`: when the other thread is inside `counter`, calls that. */
static void call_counter(struct worker *worker)
{
    Semaphore_signal(inside_second);
    Semaphore_wait(inside_counter, 10000);
    worker->data[1] = (u32)Counter_callOther(counter, counter);
}

static void hold_second(struct worker *worker)
{
    struct worker crossing = { .run = call_counter };
    Runnable runnable = worker_create(&crossing);

    worker->data[0] = (u32)Counter_during(second, runnable);
    worker->data[1] = crossing.data[1];
    Runnable_release(runnable);
}

static void call_second(struct worker *worker)
{
    Semaphore_signal(inside_counter);
    Semaphore_wait(inside_second, 10000);
    Counter_getValue_checked(second, (status *)&worker->data[1]);
}

/* One thread is inside `second` and calls `counter`, another is inside `counter` and
 * calls `second`: who comes last is refused, and the other one goes on. */
static void test_deadlock(void)
{
    struct worker worker = { .run = hold_second }, own = { .run = call_second };
    Runnable runnable = worker_create(&own);
    Thread thread = begin(&worker, 4);

    ok(Counter_during(counter, runnable) == OK, "M7 two threads call each other's server");
    join(thread);
    ok(((status)worker.data[1] == E_DEADLOCK) + ((status)own.data[1] == E_DEADLOCK) == 1,
       "M7 a wait that would close a cycle is refused (%d and %d)", (int)worker.data[1], (int)own.data[1]);
    Runnable_release(runnable);
}

void test_concurrency(void)
{
    Server server = bring_up("counter_serialised"), other = bring_up("counter_serialised");

    test_race();
    counter = (Counter)root(server, "Counter");
    second = (Counter)root(other, "Counter");
    Threads_createSemaphore(threads, 0, &semaphore);
    Threads_createSemaphore(threads, 0, &inside_counter);
    Threads_createSemaphore(threads, 0, &inside_second);
    test_reentry();
    test_open();
    test_deadlock();
    Semaphore_release(semaphore);
    Semaphore_release(inside_counter);
    Semaphore_release(inside_second);
    Counter_release(counter);
    Counter_release(second);
    Server_release(server);
    Server_release(other);
}
