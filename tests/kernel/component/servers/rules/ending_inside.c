/* SPDX-License-Identifier: GPL-2.0-only */
/* M11: a server ends while threads are inside: running, waiting, or in calls of other servers. Each
 * comes back, to whoever called. */
#include "../victim/ends.h"
#include "rules.h"

/* A call of end() by another thread. */
struct call {
    struct worker worker, inside;
    Thread thread;
};

static void signal(struct worker *worker)
{
    Semaphore_signal((Semaphore)worker->data[0]);
}

/* data: what to call, how, what to call there; then the result, and whether the results were
 * untouched. */
static void call_end(struct worker *worker)
{
    char text[8] = "before";
    u32 number = 1;
    Token token = 0;

    worker->data[3] = (u32)Victim_end((Victim)worker->data[0], worker->data[1], (Runnable)worker->data[2],
                                      text, sizeof text, &number, &token);
    worker->data[4] = !strcmp(text, "before") && number == 1 && !token;
}

static void begin_call(struct call *call, Victim victim, enum end how, u32 priority)
{
    call->worker = (struct worker){ .run = call_end, .data = { (u32)victim, how, 0, 1, 0 } };
    call->thread = begin(&call->worker, priority);
}

/* The same; returns when the thread is inside, and has had time to wait there. */
static void begin_inside(struct call *call, Victim victim, enum end how)
{
    Semaphore inside = 0;
    Runnable runnable;

    Threads_createSemaphore(threads, 0, &inside);
    call->inside = (struct worker){ .run = signal, .data = { (u32)inside } };
    runnable = worker_create(&call->inside);
    call->worker = (struct worker){ .run = call_end, .data = { (u32)victim, how, (u32)runnable, 1, 0 } };
    call->thread = begin(&call->worker, 3);
    if (Semaphore_wait(inside, 60000) < 0)
        bail_out("a thread does not begin", E_TIMEDOUT);
    Threads_sleep(threads, 3);
    Runnable_release(runnable);
    Semaphore_release(inside);
}

static u32 has_failed(struct call *call)
{
    join(call->thread);
    if (call->worker.data[3] == (u32)E_GONE && call->worker.data[4])
        return 1;
    note("the call answers %d", (i32)call->worker.data[3]);
    return 0;
}

static void test_waiting(const char *name)
{
    static const struct {
        enum end how;
        const char *does;
    } waits[] = {
        { END_WAIT, "waits for a semaphore" }, { END_SLEEP, "sleeps" }, { END_JOIN, "waits for a thread" },
        { END_LOOP, "runs" }, { END_LOOP_STUB, "runs in the user area" }
    };
    struct isolated isolated;
    struct call call;
    u32 i;

    for (i = 0; i < sizeof waits / sizeof waits[0]; i++) {
        isolate(&isolated, name, 0);
        begin_inside(&call, isolated.victim, waits[i].how);
        ok(call.worker.data[3] == 1, "M11 %s: a thread %s there", name, waits[i].does);
        Server_kill(isolated.server);
        ok(has_failed(&call), "M11 %s: its call fails when the server is killed", name);
        ok(has_ended(&isolated, "killed"), "M11 %s: then the server has ended", name);
        give_up(&isolated);
    }
}

/* Threads that wait for the monitor. */
static void test_queue(void)
{
    struct isolated isolated;
    struct call inside, waiting[3];
    u32 failed = 0, i;

    isolate(&isolated, "victim_serialised", 0);
    begin_inside(&inside, isolated.victim, END_LOOP);
    for (i = 0; i < 3; i++)
        begin_call(&waiting[i], isolated.victim, END_NOT, 5);
    ok(waiting[0].worker.data[3] == 1, "M11 threads wait for the monitor");
    Server_kill(isolated.server);
    for (i = 0; i < 3; i++)
        failed += has_failed(&waiting[i]);
    ok(failed == 3, "M11 they are told that it is gone");
    ok(has_failed(&inside), "M11 so is who was inside");
    has_ended(&isolated, "killed");
    give_up(&isolated);
}

static u32 number = 41;

/* Calls around(), which calls `run` of this server. The result, or 0 and the call status. */
static u32 around(struct isolated *isolated, struct worker *worker, status *call)
{
    Runnable inner = worker_create(worker);
    u32 result = Victim_around_checked(isolated->victim, number, inner, call);

    Runnable_release(inner);
    return result;
}

static void kill_other(struct worker *worker)
{
    worker->data[1] = (u32)Server_kill((Server)worker->data[0]);
}

/* The caller of the one that ends goes on; who comes back to one that has ended does not. */
static void test_nested(void)
{
    struct isolated outer, inner;
    struct worker worker = { .run = call_end };
    status call;

    isolate(&outer, "victim", 0);
    isolate(&inner, "victim", 0);
    worker.data[0] = (u32)inner.victim;
    worker.data[1] = END_READ;
    ok(around(&outer, &worker, &call) == 42 && call == OK, "M11 a call around one that ends returns");
    ok(worker.data[3] == (u32)E_GONE && worker.data[4], "M11 in which the nested one failed");
    ok(has_ended(&inner, "read of 0x00000000"), "M11 only its server has ended");
    give_up(&inner);

    worker = (struct worker){ .run = kill_other, .data = { (u32)outer.server, 1 } };
    ok(around(&outer, &worker, &call) == 0 && call == E_GONE, "M11 who comes back to a killed server fails");
    ok(worker.data[1] == OK, "M11 who killed it does not");
    ok(has_ended(&outer, "killed"), "M11 it has ended");
    give_up(&outer);

    isolate(&outer, "victim_serialised", 0);
    worker = (struct worker){ .run = call_end, .data = { (u32)outer.victim, END_DIVIDE } };
    ok(around(&outer, &worker, &call) == 0 && call == E_GONE, "M11 one that was called twice ends twice");
    ok(worker.data[3] == (u32)E_GONE && worker.data[4], "M11 for the inner call, too");
    ok(has_ended(&outer, "divide error"), "M11 it has ended");
    give_up(&outer);
}

static struct isolated *second;
static status second_call;

static void call_second(struct worker *worker)
{
    struct worker killer = { .run = kill_other, .data = { worker->data[0] } };

    worker->data[1] = around(second, &killer, &second_call);
}

/* The first of two is killed by what the second calls. */
static void test_between(void)
{
    struct isolated first, other;
    struct worker worker = { .run = call_second };
    status call;

    isolate(&first, "victim", 0);
    isolate(&other, "victim", 0);
    second = &other;
    worker.data[0] = (u32)first.server;
    ok(around(&first, &worker, &call) == 0 && call == E_GONE, "M11 a killed server in the middle of calls");
    ok(worker.data[1] == 42 && second_call == OK, "M11 leaves those that do not return to it alone");
    has_ended(&first, "killed");
    give_up(&first);
    give_up(&other);
}

static void wait_here(struct worker *worker)
{
    worker->data[1] = (u32)Semaphore_wait((Semaphore)worker->data[0], FOREVER);
}

/* This server waits in the middle of a call of one that ends. */
static void wait_around(struct worker *worker)
{
    status call;

    around(second, (struct worker *)worker->data[0], &call);
    worker->data[1] = (u32)call;
}

static void test_waiting_for(void)
{
    struct isolated isolated;
    struct worker waiter = { .run = wait_here }, caller = { .run = wait_around };
    Semaphore semaphore = 0;
    Thread thread;

    Threads_createSemaphore(threads, 0, &semaphore);
    isolate(&isolated, "victim", 0);
    second = &isolated;
    waiter.data[0] = (u32)semaphore;
    caller.data[0] = (u32)&waiter;
    waiter.data[1] = caller.data[1] = 1;
    thread = begin(&caller, 5);
    Server_kill(isolated.server);
    Threads_sleep(threads, 3);
    ok(waiter.data[1] == 1, "M11 a server that is called by one that ends goes on waiting");
    Semaphore_signal(semaphore);
    join(thread);
    ok(waiter.data[1] == OK, "M11 until it gets what it waits for");
    ok(caller.data[1] == (u32)E_GONE, "M11 then the call around it fails");
    ok(has_ended(&isolated, "killed"), "M11 then it has ended");
    give_up(&isolated);
    Semaphore_release(semaphore);
}

static u32 depth, is_killed;

/* As deep as calls go; the first that can make a call again ends the server. */
static void nest(struct worker *worker)
{
    struct worker deeper = { .run = nest };
    status call;

    if (worker)
        depth++;
    around(second, &deeper, &call);
    if (!is_killed)
        is_killed = Server_kill(second->server) == OK;
}

static void test_deep(void)
{
    struct isolated isolated;

    isolate(&isolated, "victim", 0);
    second = &isolated;
    depth = is_killed = 0;
    nest(0);
    ok(depth > 3, "M11 calls nest %u deep, and not deeper", depth);
    ok(has_ended(&isolated, "killed"), "M11 a server ends that is in all of them");
    give_up(&isolated);

    isolate(&isolated, "victim", 0);
    number = 13;
    is_killed = 1;                      /* it ends by itself */
    nest(0);
    number = 41;
    ok(has_ended(&isolated, "stack overrun"), "M11 so does one whose deepest call fails");
    give_up(&isolated);
}

/* What one held is destroyed by another one, which takes for ever. */
static void test_stuck(void)
{
    struct isolated holder, slow, other;
    Token token = 0;

    isolate(&holder, "victim", 0);
    isolate(&slow, "victim_serialised", 0);
    isolate(&other, "victim", 0);
    Victim_makeToken(slow.victim, 9, &token);
    Victim_keep(holder.victim, (Any)token);
    Server_kill(holder.server);
    Threads_sleep(threads, 20);
    Server_kill(other.server);
    ok(has_ended(&other, "killed"), "M11 a server ends, though another end takes for ever");
    Server_kill(slow.server);
    ok(has_ended(&slow, "killed"), "M11 as does who is in its way");
    ok(has_ended(&holder, "killed"), "M11 then that one has come");
    give_up(&holder);
    give_up(&slow);
    give_up(&other);
}

/* Its own threads. */
static void test_threads(void)
{
    struct isolated isolated;
    u32 count = 0;

    isolate(&isolated, "victim", 0);
    while (count < 200 && Victim_endOnThread(isolated.victim, count % 2 ? END_SLEEP : END_WAIT) == OK)
        count++;
    ok(count == 64, "M11 a domain can have 64 threads");
    ok(Victim_endOnThread(isolated.victim, END_SLEEP) == E_NOSPC, "M11 and no more");
    Server_kill(isolated.server);
    ok(has_ended(&isolated, "killed"), "M11 all of them end");
    give_up(&isolated);
}

void test_ending_inside(void)
{
    test_waiting("victim");
    test_waiting("victim_serialised");
    test_queue();
    test_nested();
    test_between();
    test_waiting_for();
    test_deep();
    test_stuck();
    test_threads();
}

static void sum_inside(struct worker *worker)
{
    Victim_sum((Victim)worker->data[0], "abc", 3);
}

/* A traced server changes an address that is passed to it while the call waits for its monitor. */
void test_meddling(void)
{
    static u8 bytes[MEDDLE_LENGTH];
    struct worker nested = { .run = sum_inside };
    struct isolated isolated;
    struct call meddler;
    status call;

    isolate_traced(&isolated, "victim_serialised");
    nested.data[0] = (u32)isolated.victim;
    ok(around(&isolated, &nested, &call) == 42 && call == OK, "M11 a traced server has two stacks");
    begin_inside(&meddler, isolated.victim, END_MEDDLE);
    Victim_sum_checked(isolated.victim, bytes, sizeof bytes, &call);
    join(meddler.thread);
    ok(call == E_GONE || call == OK, "M11 it changes what the other's call is passed: the call returns");
    ok(meddler.worker.data[3] != 1, "M11 so does the one that did so (%d)", (i32)meddler.worker.data[3]);
    Server_kill(isolated.server);
    has_ended(&isolated, "");
    give_up(&isolated);
}
