/* SPDX-License-Identifier: GPL-2.0-only */
/* The interrupts server: what a line's thread does while handlers come, go, and mask. The
 * test plays the thread: it runs line_run() until the simulated line has no more to say.
 * A lock that is taken twice, and a wait that nothing would end, stop the test. */
#include <stdlib.h>

#include "tap.h"
#include "interrupts.h"
#include "fake_component.h"

static struct interrupts_roots roots;
static u32 unmasked;            /* the simulated line is */
static u32 asserting;           /* the simulated device wants attention that many times */
static u32 threads_made;
static char messages[512];
static void (*while_waiting)(void);     /* what another thread does while the line's waits */

void heap_use(PhysicalMemory source)
{
    (void)source;
}

void *allocate(u32 size)
{
    if (!lock_users)
        abort();
    return malloc(size);
}

void deallocate(void *block)
{
    if (!lock_users)
        abort();
    free(block);
}

/* Another thread that wants the lock while it is taken: it is given it at once, as if the first had
 * let go of it already. */
static u32 intruder_may_wait, waits, hand_overs;

static status wait_lock(Semaphore self, u32 timeout)
{
    (void)self, (void)timeout;
    if (!intruder_may_wait)
        abort();
    waits++;
    return OK;
}

static void signal_lock(Semaphore self)
{
    (void)self;
    hand_overs++;
}

static u32 signals;

static status wait_unmasked(Semaphore self, u32 timeout)
{
    (void)self, (void)timeout;
    if (lock_users)
        abort();
    if (!signals && while_waiting)
        while_waiting();
    if (!signals--)
        abort();
    return OK;
}

static void signal_unmasked(Semaphore self)
{
    (void)self;
    signals++;
}

/* The first is the lock's. */
static status create_semaphore(Threads self, u32 initial, Semaphore *semaphore)
{
    static const struct Semaphore_entries lock_entries = { wait_lock, signal_lock };
    static const struct Semaphore_entries event = { wait_unmasked, signal_unmasked };
    static u32 made;

    (void)self, (void)initial;
    *semaphore = fake_object_new(made++ ? &event : &lock_entries);
    return OK;
}

static u32 joined;

static status join_thread(Thread self, u32 timeout)
{
    (void)self, (void)timeout;
    if (lock_users)
        abort();
    joined++;
    return OK;
}

static status create_thread(Threads self, Runnable runnable, u32 priority, const void *name, u32 length,
                            Thread *thread)
{
    static const struct Thread_entries thread_entries = { join_thread };

    (void)self, (void)runnable, (void)name, (void)length;
    threads_made += priority == 7;
    *thread = fake_object_new(&thread_entries);
    return OK;
}

/* The line fires when it is unmasked and the device asserts it; else line_run() ends. */
static status wait_line(InterruptLine self, u32 timeout)
{
    (void)self, (void)timeout;
    if (lock_users)
        abort();
    if (!unmasked || !asserting)
        return E_GONE;
    unmasked = 0;
    asserting--;
    return OK;
}

static void (*while_arming)(void);      /* what another thread does while the line is unmasked */

static void complete_line(InterruptLine self)
{
    void (*intrude)(void) = while_arming;

    (void)self;
    unmasked = 1;
    while_arming = 0;
    if (intrude)
        intrude();
}

static void mask_line(InterruptLine self)
{
    (void)self;
    unmasked = 0;
}

static status open_line(InterruptLines self, u32 line, InterruptLine *opened)
{
    static const struct InterruptLine_entries entries = { wait_line, complete_line, mask_line };

    (void)self;
    *opened = line == 13 ? 0 : fake_object_new(&entries);
    return *opened ? OK : E_BUSY;
}

static void write_log(Log self, const void *text, u32 length)
{
    (void)self;
    if (lock_users)
        abort();
    strncat(messages, text, length);
}

/* A driver: its handler counts, answers, and does something; or its server has ended. */
struct driver {
    Registration registration;
    u32 calls;
    u32 answer;
    status call;                /* of each call of the handler */
    void (*action)(void);
};

static struct driver drivers[3];
static Interrupt interrupt, other;

/* Result and call status, in the registers where an entry point leaves them. */
static u64 handle(struct driver *driver)
{
    if (lock_users)
        abort();
    driver->calls++;
    if (driver->action)
        driver->action();
    return (u64)(u32)driver->call << 32 | (driver->call < 0 ? 0 : driver->answer);
}

static u64 handle0(InterruptHandler self)
{
    (void)self;
    return handle(&drivers[0]);
}

static u64 handle1(InterruptHandler self)
{
    (void)self;
    return handle(&drivers[1]);
}

static u64 handle2(InterruptHandler self)
{
    (void)self;
    return handle(&drivers[2]);
}

static void connect_driver(u32 number)
{
    static u64 (*const entries[])(InterruptHandler) = { handle0, handle1, handle2 };
    InterruptHandler handler = fake_object_new(&entries[number]);

    drivers[number].answer = 1;
    drivers[number].call = OK;
    if (interrupt_connect(interrupt_of(interrupt), handler, &drivers[number].registration) < 0)
        abort();
    InterruptHandler_release(handler);
}

static void disconnect(u32 number)
{
    Registration_release(drivers[number].registration);
}

/* Lets the device assert the line that often. Returns how many of them were served. */
static u32 fire(u32 number)
{
    asserting = number;
    line_run(interrupt_of(interrupt)->line);
    return number - asserting;
}

static u32 calls(u32 number)
{
    u32 made = drivers[number].calls;

    drivers[number].calls = 0;
    return made;
}

static void start(void)
{
    static const struct Threads_entries threads_entries = { create_thread, create_semaphore, 0 };
    static const struct Threads_entries *threads_reference = &threads_entries;
    static const struct InterruptLines_entries lines_entries = { open_line };
    static const struct InterruptLines_entries *lines_reference = &lines_entries;
    static const struct Log_entries log_entries = { write_log }, *log_reference = &log_entries;

    fake_component_start();
    memory = fake_physical_memory();
    fake_implementations[1].destroy = (void (*)(void *))interrupt_destroy;
    fake_implementations[2].destroy = (void (*)(void *))registration_destroy;
    fake_implementations[3].destroy = (void (*)(void *))line_destroy;
    threads = &threads_reference;
    lines = &lines_reference;
    log = &log_reference;
    is_number(construct(&roots), OK, "the server starts");
}

static void test_connecting(void)
{
    Interrupt busy;
    Registration registration;
    InterruptHandler handler = fake_object_new(0);

    is_number(interrupts_getInterrupt(roots.interrupts, 16, &busy), E_RANGE, "there is no line 16");
    is_number(interrupts_getInterrupt(roots.interrupts, 13, &busy), OK, "there is a line 13");
    is_number(interrupt_getLine(interrupt_of(busy)), 13, "which knows its number");
    is_number(interrupt_connect(interrupt_of(busy), handler, &registration), E_BUSY,
              "but somebody else holds it");
    Interrupt_release(busy);
    InterruptHandler_release(handler);

    interrupts_getInterrupt(roots.interrupts, 11, &interrupt);
    interrupts_getInterrupt(roots.interrupts, 11, &other);
    is_number(threads_made, 0, "a line that nobody uses has no thread");
    ok(!unmasked, "and is masked");
    connect_driver(0);
    ok(unmasked, "with a handler it is not");
    connect_driver(1);
    is_number(threads_made, 1, "two handlers share a thread");
    is_number(fire(3), 3, "three interrupts");
    ok(calls(0) == 3 && calls(1) == 3, "reach both");
    disconnect(1);
    is_number(fire(2), 2, "two more");
    ok(calls(0) == 2 && calls(1) == 0, "reach the one that is left");
    disconnect(0);
    ok(!unmasked, "without a handler the line is masked");
    connect_driver(0);
    ok(unmasked, "and is not when there is one again");
    is_number(threads_made, 1, "on the same thread");
}

static void mask_both(void)
{
    interrupt_mask(interrupt_of(interrupt));
    interrupt_mask(interrupt_of(other));
}

static void unmask_both(void)
{
    interrupt_unmask(interrupt_of(interrupt));
    interrupt_unmask(interrupt_of(other));
}

static void unmask_line_twice(void)
{
    unmask_both();
    ok(!unmasked, "a line that is being served stays masked");
}

static void test_masking(void)
{
    Interrupt third;

    mask_both();
    is_number(fire(1), 0, "a masked line does not fire");
    interrupt_unmask(interrupt_of(interrupt));
    interrupt_unmask(interrupt_of(interrupt));
    is_number(fire(1), 0, "nor one that another device masks, whatever the first unmasks");
    interrupt_unmask(interrupt_of(other));
    is_number(fire(1), 1, "it does after the last unmask");
    calls(0);

    connect_driver(1);
    drivers[1].action = mask_both;
    while_waiting = unmask_line_twice;
    is_number(fire(1), 1, "a handler masks the line");
    ok(calls(1) == 1 && calls(0) == 1, "the next one is called after the unmask");
    ok(unmasked, "and the line is unmasked in the end");
    drivers[1].action = 0;
    while_waiting = 0;
    disconnect(1);

    interrupts_getInterrupt(roots.interrupts, 11, &third);
    interrupt_mask(interrupt_of(third));
    interrupt_mask(interrupt_of(third));
    ok(!unmasked, "masked by a third device");
    Interrupt_release(third);
    ok(unmasked, "which gives its masks back when it goes");
}

static void disconnect_self(void)
{
    disconnect(1);
}

static void disconnect_next(void)
{
    disconnect(0);
}

static void connect_third(void)
{
    connect_driver(2);
    drivers[1].action = 0;
}

static void disconnect_both_while_masked(void)
{
    disconnect(1);
    disconnect(0);
    unmask_both();
}

/* The newest handler is called first: 1, then 0. */
static void test_changes_under_way(void)
{
    connect_driver(1);
    drivers[1].action = disconnect_self;
    is_number(fire(2), 2, "a handler disconnects itself");
    ok(calls(1) == 1 && calls(0) == 2, "and is called no more; the next one is");

    connect_driver(1);
    drivers[1].action = disconnect_next;
    is_number(fire(1), 1, "a handler disconnects the next one");
    ok(calls(1) == 1 && calls(0) == 0, "which is not called");

    drivers[1].action = connect_third;
    is_number(fire(1), 1, "a handler connects another");
    ok(calls(1) == 1 && calls(2) == 0, "which does not get this interrupt");
    is_number(fire(1), 1, "but the next");
    ok(calls(1) == 1 && calls(2) == 1, "as the others do");

    disconnect(2);
    disconnect(1);
    connect_driver(0);
    connect_driver(1);
    drivers[1].action = mask_both;
    while_waiting = disconnect_both_while_masked;
    is_number(fire(2), 1, "all handlers go while the thread waits for an unmask");
    ok(calls(1) == 1 && calls(0) == 0, "none is called after that");
    ok(!unmasked, "and the line stays masked");
    drivers[1].action = 0;
    while_waiting = 0;
}

static void test_storm(void)
{
    connect_driver(0);
    drivers[0].answer = 0;
    is_number(fire(999), 999, "999 interrupts that nobody takes");
    drivers[0].answer = 1;
    is_number(fire(1), 1, "one that is taken");
    drivers[0].answer = 0;
    is_number(fire(999), 999, "999 again");
    is_text(messages, "", "are no storm");
    is_number(fire(5000), 1, "the thousandth in a row is the last");
    is_text(messages, "interrupts: line 11 masked: no handler took 1000 interrupts in a row\n",
            "and is told");
    mask_both();
    unmask_both();
    is_number(fire(1), 0, "masking and unmasking does not revive the line");
    connect_driver(1);
    is_number(fire(10), 10, "another handler does");
    disconnect(0);
    disconnect(1);
}

/* A handler's server ends; its registration is released some time later. */
static void test_ended_server(void)
{
    Interrupt own;

    messages[0] = 0;
    connect_driver(0);
    connect_driver(1);
    calls(0);
    calls(1);
    drivers[1].call = E_GONE;
    is_number(fire(3), 3, "a server has ended: the line goes on for the other one");
    ok(calls(1) == 1 && calls(0) == 3, "and the handler that is gone is not called again");
    disconnect(1);
    is_number(fire(2), 2, "nor when its registration is released");
    drivers[0].call = E_GONE;
    is_number(fire(5000), 1, "the last one ends too: the line stays masked");
    interrupts_getInterrupt(roots.interrupts, 11, &own);
    interrupt_mask(interrupt_of(own));
    Interrupt_release(own);
    is_number(fire(1), 0, "also when what it masked is unmasked");
    is_text(messages, "", "that is no storm");
    connect_driver(1);
    is_number(fire(2), 2, "another driver can use it");
    ok(calls(1) == 2, "and is called");
    disconnect(0);
    ok(unmasked, "whatever becomes of the old registration");
    disconnect(1);
    ok(!unmasked, "without a handler it is masked");
    calls(0);
}

static void mask_meanwhile(void)
{
    intruder_may_wait = 1;
    interrupt_mask(interrupt_of(interrupt));
    intruder_may_wait = 0;
}

/* Another thread masks the line while its own thread has the lock. */
static void test_lock(void)
{
    connect_driver(0);
    while_arming = mask_meanwhile;
    fire(1);
    ok(waits == 1 && hand_overs == 1, "who finds the lock taken waits until it is handed over, once");
    ok(!unmasked && lock_users == 0, "what it then does counts, and the lock is free again");
    interrupt_unmask(interrupt_of(interrupt));
    ok(unmasked && waits == 1 && hand_overs == 1, "which nobody has to be told");
    disconnect(0);
    calls(0);
}

/* The line's thread waits for an unmask that nobody can call any more. */
static void test_unloading(void)
{
    connect_driver(0);
    connect_driver(1);
    calls(0);
    calls(1);
    drivers[1].action = mask_both;
    while_waiting = destruct;
    is_number(fire(2), 1, "the server is unloaded while the thread waits for an unmask");
    ok(calls(1) == 1 && calls(0) == 0, "the thread ends, and calls nobody");
    is_number(joined, 1, "that is waited for");
    ok(!unmasked, "the line stays masked");
    disconnect(0);
    disconnect(1);
}

int main(void)
{
    start();
    test_connecting();
    test_masking();
    test_changes_under_way();
    test_storm();
    test_ended_server();
    test_lock();
    test_unloading();
    Interrupt_release(interrupt);
    Interrupt_release(other);
    is_number(fake_references, 4, "what is left: the lock, the line, its thread and what that waits on");
    return tap_end();
}
