/* SPDX-License-Identifier: GPL-2.0-only */
/* Threads, semaphores, sleeping and time. The probe is serialised and runs its constructor
 * all the while, so the threads below get in only where a wait opens it. */
#include "probe.h"

struct runner {
    Semaphore signal;           /* signalled by each run, if not null */
    u32 runs;
    u32 destroyed;
};

void runner_run(struct runner *self)
{
    self->runs++;
    if (self->signal)
        Semaphore_signal(self->signal);
}

void runner_destroy(struct runner *self)
{
    self->destroyed++;
}

static Thread start(struct runner *runner, u32 priority)
{
    Thread thread = 0;
    Runnable runnable = runner_create(runner);
    check_result(Threads_create(threads, runnable, priority, "probe", 5, &thread), OK, "create a thread");
    Runnable_release(runnable);
    return thread;
}

static void probe_refusals(void)
{
    struct runner runner = { 0, 0, 0 };
    Runnable runnable = runner_create(&runner);
    Thread thread = 0;
    check_result(Threads_create(threads, runnable, 8, "x", 1, &thread), E_INVAL, "priority 8");
    check_result(Threads_create(threads, runnable, 0xffffffff, "x", 1, &thread), E_INVAL,
                 "priority 2^32 - 1");
    check(!thread, "no thread comes with a refusal");
    Runnable_release(runnable);
    check(runner.destroyed == 1 && runner.runs == 0, "a refused runnable is not kept");
}

static void probe_join(void)
{
    struct runner runner = { 0, 0, 0 };
    Thread thread = start(&runner, 6);
    check(runner.runs == 0, "a serialised server's own thread of a higher priority waits outside");
    check_result(Thread_join(thread, 0), E_TIMEDOUT, "join(0)");
    check_result(Thread_join(thread, FOREVER), OK, "join() opens the monitor");
    check(runner.runs == 1, "the thread ran, once");
    check_result(Thread_join(thread, FOREVER), OK, "join() of a thread that ended");
    Thread_release(thread);
    check(runner.destroyed == 1, "the kernel released the runnable");
}

/* Starts and joins threads, and gives them up. */
static u32 run_threads(u32 count)
{
    struct runner runner = { 0, 0, 0 };
    for (u32 i = 0; i < count; i++) {
        Runnable runnable = runner_create(&runner);
        Thread thread = 0;
        Threads_create(threads, runnable, 4, "many", 4, &thread);
        Runnable_release(runnable);
        Thread_join(thread, FOREVER);
        Thread_release(thread);
    }
    return runner.runs;
}

static void probe_many(void)
{
    run_threads(100);
    u32 before = PhysicalMemory_getFree(memory);
    check(run_threads(300) == 300, "300 threads run");
    check(PhysicalMemory_getFree(memory) == before, "and leave no memory behind");
}

static void probe_semaphore(void)
{
    struct runner runner = { 0, 0, 0 };
    check_result(Threads_createSemaphore(threads, 1, &runner.signal), OK, "create a semaphore");
    check_result(Semaphore_wait(runner.signal, 0), OK, "take its one");
    check_result(Semaphore_wait(runner.signal, 0), E_TIMEDOUT, "and no more");
    Thread thread = start(&runner, 4);
    check_result(Semaphore_wait(runner.signal, 5000), OK, "wait() opens the monitor, and gets the signal");
    Thread_release(thread);
    thread = start(&runner, 5);
    Threads_sleep(threads, 20);
    check(runner.runs == 2, "sleep() opens the monitor");
    check_result(Semaphore_wait(runner.signal, 5), OK, "a signal is kept");
    check_result(Semaphore_wait(runner.signal, 5), E_TIMEDOUT, "once");
    check_result(Thread_join(thread, FOREVER), OK, "join the thread");
    Thread_release(thread);
    Semaphore_release(runner.signal);
    check(runner.destroyed == 2, "both runnables were released");
}

static void probe_time(void)
{
    Any object;
    check_result(open_name("time", &object), OK, "time");
    Time time = (Time)object;
    u32 milliseconds = Time_getMilliseconds(time), microseconds = Time_getMicroseconds(time);
    Threads_sleep(threads, 30);
    check(Time_getMilliseconds(time) - milliseconds >= 30, "30 ms of sleep in milliseconds");
    check(Time_getMicroseconds(time) - microseconds >= 30000, "and in microseconds");
    Time_release(time);
}

void probe_threads(void)
{
    probe_refusals();
    probe_join();
    probe_many();
    probe_semaphore();
    probe_time();
}
