/* SPDX-License-Identifier: GPL-2.0-only */
/* The clock and timeouts. Upper bounds hold only where virtual time is exact. */
#include "machine/clock.h"
#include "machine/interrupts.h"
#include "machine/thread.h"
#include "machine_tests.h"

#define SLEEPERS 60

static u32 woken_early, woken_late, woken;

void test_clock(void)
{
    u64 last = clock_microseconds();
    u32 monotonic = 1, advanced = 0;
    for (u32 i = 0; i < 100000; i++) {
        u64 now = clock_microseconds();
        monotonic &= now >= last;
        advanced += now > last;
        last = now;
    }
    check(monotonic && advanced, "microseconds never go back, in 100000 readings");

    u32 ticks = clock_ticks(), start = (u32)clock_microseconds();
    thread_sleep(400);
    u32 elapsed = (u32)clock_microseconds() - start;
    ticks = clock_ticks() - ticks;
    check(ticks > 0 && elapsed >= 400000, "400 ms of sleep are at least that: %u us, %u ticks", elapsed,
          ticks);
    check(!time_is_exact() || (ticks * 1000 >= elapsed - 3000 && ticks * 1000 <= elapsed + 3000),
          "a tick is a millisecond, by the time stamp counter");
    u64 microseconds = clock_microseconds(), milliseconds = clock_milliseconds();
    check(milliseconds * 1000 + 1000 > microseconds, "milliseconds and microseconds agree");
}

static void sleep_and_check(void *argument)
{
    u32 milliseconds = (u32)argument;
    u64 start = clock_microseconds();
    thread_sleep(milliseconds);
    u32 elapsed = (u32)(clock_microseconds() - start);
    woken++;
    woken_early += elapsed < milliseconds * 1000;
    woken_late += elapsed > milliseconds * 1000 + 5000;
}

static void test_one_sleep(u32 milliseconds)
{
    u64 start = clock_microseconds();
    thread_sleep(milliseconds);
    u32 elapsed = (u32)(clock_microseconds() - start);
    check(elapsed >= milliseconds * 1000 && (!time_is_exact() || elapsed <= milliseconds * 1000 + 2500),
          "sleep(%u) takes %u us", milliseconds, elapsed);
}

/* Timeouts that are cancelled in a random order, between those that expire. */
static struct wait_queue queue;
static volatile u32 answered, timed_out;

static void wait_for_answer(void *argument)
{
    u32 flags = interrupts_disable();
    if (wait_queue_sleep(&queue, (u32)argument) == OK)
        answered++;
    else
        timed_out++;
    interrupts_restore(flags);
}

static void test_cancelled(void)
{
    struct thread *threads[SLEEPERS];
    for (u32 i = 0; i < SLEEPERS; i++) {
        u32 timeout = i % 2 ? 30 : 100000 + random_number() % 1000;
        threads[i] = thread_create(wait_for_answer, (void *)timeout, 3 + i % 2, "w");
    }
    for (u32 i = 0; i < 1000 && timed_out < SLEEPERS / 2; i++)
        thread_sleep(5);
    check(timed_out == SLEEPERS / 2 && answered == 0, "half of the waiters time out");
    for (u32 i = 0; i < SLEEPERS / 2; i++) {
        u32 flags = interrupts_disable();
        wait_queue_wake(&queue);
        interrupts_restore(flags);
    }
    for (u32 i = 0; i < SLEEPERS; i++) {
        thread_join(threads[i], FOREVER);
        thread_release(threads[i]);
    }
    check(answered == SLEEPERS / 2, "the others are woken: %u", answered);
}

void test_timeouts(void)
{
    struct thread *threads[SLEEPERS];
    test_one_sleep(1);
    test_one_sleep(20);
    test_one_sleep(133);
    for (u32 i = 0; i < SLEEPERS; i++)
        threads[i] = thread_create(sleep_and_check, (void *)(1 + random_number() % 200), 5, "sleeper");
    for (u32 i = 0; i < SLEEPERS; i++) {
        thread_join(threads[i], FOREVER);
        thread_release(threads[i]);
    }
    check(woken == SLEEPERS && woken_early == 0, "%u threads that sleep at once all wake, none early", woken);
    check(!time_is_exact() || woken_late == 0, "and none late");
    test_cancelled();
}
