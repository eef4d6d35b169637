/* SPDX-License-Identifier: GPL-2.0-only */
/* Monitors (rule M7): who may enter, who waits, who is next, and what would never end.
 * The other threads are played by the test, wherever a thread would sleep. */
#include "hook.h"
#include "host.h"
#include "kernel.server.h"
#include "machine/interrupts.h"
#include "model/frame_page.h"
#include "model/monitor.h"
#include "tap.h"

static struct server *server, *second_server;
static Counter counter, second;
static struct thread *first_thread, *other_thread, *third_thread;
static u32 slept, order[4], ordered;

/* Runs a function inside the server, as the current thread. */
static void inside(Counter which, void (*run)(void *))
{
    struct hook hook = { .run = run };
    Runnable runnable = hook_create(&hook);

    Counter_during(which, runnable);
    Runnable_release(runnable);
}

static void test_free(void)
{
    is_number(Counter_getValue(counter), 0, "M7: a free server is entered");
    ok(!server->holder && !server->attention, "M7: and left");
}

static void check_held(void *argument)
{
    (void)argument;
    ok(server->holder == current_thread, "M7: the thread inside holds the server");
}

static void increase(void *argument)
{
    struct hook hook = { .run = check_held };
    Runnable runnable = hook_create(&hook);

    (void)argument;
    Counter_increaseDuring(counter, runnable);
    ok(server->holder == current_thread, "M7: after re-entry it still does");
    Runnable_release(runnable);
}

static void test_reentry(void)
{
    struct hook hook = { .run = check_held };
    Runnable runnable = hook_create(&hook);
    u32 before = Counter_getValue(counter);

    inside(counter, increase);
    Counter_increaseAgain(counter, counter, runnable);
    is_number(Counter_getValue(counter), before + 3, "M7: a thread re-enters the server that it is in");
    ok(!server->holder, "M7: and leaves it for good at the end");
    Runnable_release(runnable);
}

/* The first thread is inside; the other one comes and sleeps until it left. */
static void first_leaves(void)
{
    slept++;
    ok(server->attention == 1 && current_thread->blocked_on == server, "M7: the other thread waits");
    host_switch(first_thread);
    Counter_getValue(counter);
    ok(server->holder == first_thread, "M7: who re-entered and leaves keeps the server");
    monitor_leave(server, NULL);
    ok(server->holder == other_thread, "M7: who leaves hands over to who waits");
    ok(!other_thread->blocked_on, "M7: who then waits for nothing any more");
}

static void test_waiting(void)
{
    struct thread *previous;
    u32 value;

    monitor_enter(server, &previous);
    host_switch(other_thread);
    host_sleep = first_leaves;
    slept = 0;
    value = Counter_getValue(counter);
    is_number(slept, 1, "M7: a second thread waits for a serialised server");
    is_number(value, 3, "M7: and then its call is made");
    ok(!server->holder && !server->attention && !current_thread->blocked_on,
       "M7: and the server is free again");
    host_sleep = NULL;
    host_switch(first_thread);
}

/* Three wait; the one of the highest priority is next, then the longest waiter. */
static void fourth_leaves(void);
static struct thread *fourth_thread;

static void third_comes(void)
{
    host_switch(third_thread);
    host_sleep = fourth_leaves;
    Counter_getValue(counter);
    order[ordered++] = 3;
}

static void fourth_leaves(void)
{
    host_switch(fourth_thread);
    monitor_leave(server, NULL);
    ok(server->holder == third_thread, "M7: the higher priority is next, though it came later");
}

static void test_order(void)
{
    struct thread *previous;

    fourth_thread = host_thread(4);
    host_switch(fourth_thread);
    monitor_enter(server, &previous);
    host_switch(other_thread);
    host_sleep = third_comes;
    Counter_getValue(counter);
    order[ordered++] = 2;
    ok(ordered == 2 && order[0] == 3 && order[1] == 2, "M7: then the lower one");
    host_sleep = NULL;
    host_switch(first_thread);
}

/* A thread inside `second` calls `counter`, whose holder waits for `second`. */
static void call_second(void *argument)
{
    (void)argument;
    Counter_getValue(second);       /* sleeps: other_thread is inside */
}

static void other_calls_back(void)
{
    status call = OK, other_call;
    u32 value;

    host_switch(other_thread);
    value = Counter_getValue_checked(counter, &call);
    is_number(call, E_DEADLOCK, "M7: waiting that would close a cycle fails");
    is_number(value, 0, "M7: without a result");
    is_number(Counter_callOther(counter, counter), E_DEADLOCK, "M7: likewise a call with references");
    other_call = Counter_during(counter, NULL);
    ok(other_call == E_DEADLOCK || other_call == E_REFERENCE, "M7: nothing hangs");
    monitor_leave(second_server, NULL);
    ok(second_server->holder == first_thread, "M7: then the waiting thread goes on");
}

static void test_deadlock(void)
{
    struct thread *previous;
    u32 references = reference_total();

    host_switch(other_thread);
    monitor_enter(second_server, &previous);
    host_switch(first_thread);
    host_sleep = other_calls_back;
    inside(counter, call_second);
    ok(!server->holder && !second_server->holder, "M7: both servers are free again");
    is_number(reference_total(), references, "M7: nothing is left over of refused calls");
    host_sleep = NULL;
}

/* monitor_open() and monitor_close(), as Semaphore.wait() uses them. The frame of the kernel's
 * function stands above the server's. */
static void other_enters(void *argument)
{
    (void)argument;
    host_switch(other_thread);
    ok(Counter_getValue(counter) > 0, "M7: while its thread sleeps, others enter");
    host_switch(first_thread);
}

static void sleep_inside(void *argument)
{
    struct server *opened = monitor_open();

    (void)argument;
    ok(opened == server && !server->holder, "M7: a thread that is to sleep opens its server");
    ok(current_thread->blocked_on == server, "M7: and is known to need it again");
    other_enters(NULL);
    monitor_close(opened);
    ok(server->holder == current_thread && !current_thread->blocked_on, "M7: after that it holds it again");
}

/* While the first thread sleeps, the other takes its server and wants another one that
 * the first holds: that must fail, because the first needs its server back. */
static void deadlock_while_open(void *argument)
{
    struct server *opened = monitor_open();
    struct thread *previous;
    status call;

    (void)argument;
    host_switch(other_thread);
    monitor_enter(server, &previous);
    Counter_getValue_checked(second, &call);
    is_number(call, E_DEADLOCK, "M7: nor can one wait for who sleeps in the server that one is in");
    monitor_leave(server, previous);
    host_switch(first_thread);
    monitor_close(opened);
}

/* While the first thread sleeps with its server open, and nobody in it, the other one may
 * wait for another server that the first holds: the first will come back. */
static void first_returns(void)
{
    host_switch(first_thread);
    monitor_close(server);
    monitor_leave(second_server, NULL);
    ok(second_server->holder == other_thread, "M7: which then comes back and leaves");
    server->holder = first_thread;
}

static void wait_while_open(void *argument)
{
    struct server *opened = monitor_open();
    status call;

    (void)argument;
    ok(opened == server, "M7: a thread opens its server");
    host_switch(other_thread);
    host_sleep = first_returns;
    Counter_getValue_checked(second, &call);
    is_number(call, OK, "M7: one can wait for a thread that sleeps elsewhere");
    host_sleep = NULL;
    host_switch(first_thread);
}

static void hold_second(void *argument)
{
    (void)argument;
    inside(counter, deadlock_while_open);
    inside(counter, wait_while_open);
}

static void test_open(void)
{
    ok(!monitor_open(), "M7: outside of servers there is nothing to open");
    monitor_close(NULL);
    inside(counter, sleep_inside);
    inside(second, hold_second);
    ok(!server->holder && !second_server->holder, "M7: both servers are free again");
}

/* Objects that end while another thread is inside their serialised server. */
static void test_destruction(void)
{
    struct server *makers = host_load("tokens_serialised");
    struct thread *previous;
    Tokens tokens;
    Token token;
    u32 flags, objects;

    host_run(makers);
    tokens = host_root(makers, "Tokens");
    token = Tokens_make(tokens, 1);
    objects = object_total();
    host_switch(other_thread);
    monitor_enter(makers, &previous);
    host_switch(first_thread);
    flags = interrupts_disable();       /* so that the releasing thread may not wait */
    Token_release(token);
    is_number(object_total(), objects, "M8: an object whose server is busy ends later");
    interrupts_restore(flags);
    host_switch(other_thread);
    monitor_leave(makers, previous);
    is_number(object_total(), objects - 1, "M8: namely when the thread inside leaves");
    is_number(Tokens_getDestroyed(tokens), 1, "M8: and its server is told");
    host_switch(first_thread);
    Tokens_release(tokens);
    server_unload(makers);
}

/* An object that ends while the thread inside its server is about to sleep. */
static struct pending {
    struct server *makers;
    Token token;
} pending;

static void release_and_sleep(void *argument)
{
    u32 flags, objects = object_total();
    struct server *opened;

    (void)argument;
    host_switch(other_thread);
    flags = interrupts_disable();
    Token_release(pending.token);
    interrupts_restore(flags);
    host_switch(first_thread);
    is_number(object_total(), objects, "M8: an object ends while a thread is in its server");
    opened = monitor_open();
    is_number(object_total(), objects - 1, "M8: it is destroyed before the thread sleeps");
    ok(!pending.makers->holder && current_thread->blocked_on == opened,
       "M7: who then leaves the server open");
    monitor_close(opened);
    ok(pending.makers->holder == current_thread, "M7: and holds it again afterwards");
}

static void test_pending(void)
{
    struct hook hook = { .run = release_and_sleep };
    Runnable runnable = hook_create(&hook);
    Tokens tokens;
    Token token;

    pending.makers = host_load("tokens_serialised");
    host_run(pending.makers);
    tokens = host_root(pending.makers, "Tokens");
    token = Tokens_make(tokens, 1);
    pending.token = Tokens_make(tokens, 2);
    is_number(Token_during(token, runnable), 1, "M8: and goes on");
    Token_release(token);
    Runnable_release(runnable);
    Tokens_release(tokens);
    server_unload(pending.makers);
}

/* A call that waits for the monitor while its server is unloaded: the destructor has run
 * when it gets in. */
static struct server *leaving;

static void leaving_unloaded(void)
{
    host_switch(first_thread);
    server_unload(leaving);
    monitor_leave(leaving, NULL);
    ok(leaving->holder == other_thread, "M7: a server is unloaded while a thread waits for it");
}

static void count_run(void *argument)
{
    (*(u32 *)argument)++;
}

static void test_late_entry(void)
{
    u32 runs = 0, references = reference_total();
    struct hook hook = { .run = count_run, .argument = &runs };
    Runnable runnable = hook_create(&hook);
    struct thread *previous;
    Counter going;

    leaving = host_load("counter_serialised");
    host_run(leaving);
    going = host_root(leaving, "Counter");
    server_hold(leaving);
    monitor_enter(leaving, &previous);
    host_switch(other_thread);
    host_sleep = leaving_unloaded;
    is_number(Counter_during(going, runnable), E_GONE, "M8: the waiting call finds that it is gone");
    is_number(runs, 0, "M8: and does not enter after the destructor");
    ok(!leaving->holder && !leaving->attention, "M7: nobody holds or wants the server");
    is_number(leaving->holds, 1, "M8: nor keeps it");
    host_sleep = NULL;
    host_switch(first_thread);
    server_drop(leaving);
    Counter_release(going);
    Runnable_release(runnable);
    is_number(reference_total(), references, "M8: nothing is left over");
}

/* Makes the destructor of a `tokens` server count. */
static void watch_destructor(struct server *watched, u32 *told)
{
    u8 *code = (u8 *)watched->image.base + watched->signature.header->destruct;

    code[0] = 0xff;                     /* incl told */
    code[1] = 0x05;
    memcpy(code + 2, &told, sizeof told);
    code[6] = 0xc3;                     /* ret */
}

/* The other thread is inside the server that is unloaded, and waits for one that the
 * unloading thread holds. */
static u32 told;

static void unload_while_waited_for(void)
{
    host_switch(first_thread);
    server_unload(leaving);
    is_number(told, 0, "M8: a server is unloaded whose monitor cannot be waited for");
    monitor_leave(second_server, NULL);
}

static void test_deferred_destructor(void)
{
    struct thread *previous;

    leaving = host_load("tokens_serialised");
    watch_destructor(leaving, &told);
    host_run(leaving);
    server_hold(leaving);
    monitor_enter(second_server, &previous);
    host_switch(other_thread);
    monitor_enter(leaving, &previous);
    host_sleep = unload_while_waited_for;
    Counter_getValue(second);
    host_sleep = NULL;
    is_number(told, 0, "M7: nor is it told while a thread is inside");
    monitor_leave(leaving, NULL);
    is_number(told, 1, "M8: but when that leaves");
    ok(!leaving->holder && !leaving->attention && leaving->holds == 1, "M8: and goes");
    server_drop(leaving);
    host_switch(first_thread);
}

/* The same when the thread inside is going to sleep there. */
static void unload_and_sleep(void *argument)
{
    struct thread *previous;
    struct server *opened;

    (void)argument;
    host_switch(other_thread);
    monitor_enter(second_server, &previous);
    first_thread->blocked_on = second_server;       /* so that waiting for it could not end */
    server_unload(leaving);
    first_thread->blocked_on = NULL;
    monitor_leave(second_server, previous);
    host_switch(first_thread);
    is_number(told, 0, "M8: a server is unloaded while a thread is inside");
    opened = monitor_open();
    is_number(told, 1, "M8: it is told when that thread is going to sleep");
    monitor_close(opened);
    ok(leaving->holder == current_thread && !leaving->attention, "M7: who holds it again afterwards");
}

static void test_deferred_by_sleeper(void)
{
    struct hook hook = { .run = unload_and_sleep };
    Runnable runnable = hook_create(&hook);
    Counter going;

    told = 0;
    leaving = host_load("counter_serialised");
    watch_destructor(leaving, &told);
    host_run(leaving);
    going = host_root(leaving, "Counter");
    server_hold(leaving);
    is_number(Counter_during(going, runnable), OK, "M8: its call returns");
    ok(!leaving->holder && leaving->holds == 1, "M8: and it goes");
    server_drop(leaving);
    Counter_release(going);
    Runnable_release(runnable);
}

/* The constructor succeeded, but then there is no memory for roots. */
static void test_no_roots(void)
{
    struct server *rootless = host_load("tokens_serialised");
    struct object *objects[512];
    u32 count;

    told = 0;
    watch_destructor(rootless, &told);
    host_allocations_left = 0;
    for (count = 0; (objects[count] = object_create(&server->implementations[0], server)); count++)
        ;
    host_allocations_left = 0;
    is_number(server_run(rootless), E_NOMEM, "M5: a server without memory for roots does not start");
    host_allocations_left = -1;
    while (count)
        object_discard(objects[--count]);
    server_unload(rootless);
    is_number(told, 1, "M8: it is told that it goes, because it was constructed");
}

static void test_thread_safe(void)
{
    struct server *safe = host_load("counter");
    struct thread *previous;

    host_run(safe);
    ok(!safe->serialised, "M7: a server that declares itself thread-safe is not serialised");
    monitor_enter(safe, &previous);
    ok(!safe->holder, "M7: nobody holds it");
    monitor_leave(safe, previous);
    server_unload(safe);
}

int main(void)
{
    struct server *servers[2];
    void *roots[2];

    host_start();
    first_thread = current_thread;
    other_thread = host_thread(4);
    third_thread = host_thread(6);
    host_pair("counter_serialised", "Counter", servers, roots);
    server = servers[0];
    second_server = servers[1];
    counter = roots[0];
    second = roots[1];
    test_free();
    test_reentry();
    test_waiting();
    test_order();
    test_deadlock();
    test_open();
    test_destruction();
    test_pending();
    test_late_entry();
    test_deferred_destructor();
    test_deferred_by_sleeper();
    test_no_roots();
    test_thread_safe();
    return tap_end();
}
