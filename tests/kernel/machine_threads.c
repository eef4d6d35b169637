/* SPDX-License-Identifier: GPL-2.0-only */
/* Threads: preemption, priorities, ending and waiting. */
#include "machine/interrupts.h"
#include "machine/pages.h"
#include "machine/thread.h"
#include "machine_tests.h"

#define USUAL 4

static volatile u32 stop, turns, log_length, waiting;
static volatile u32 counters[4];
static volatile const struct thread *last;
static char order[32];

/* Sleeps until a counter is as high, however late a loaded host lets others run; a check
 * follows that fails if it never gets there. */
static void await(volatile u32 *counter, u32 value)
{
    for (u32 i = 0; i < 5000 && *counter < value; i++)
        thread_sleep(1);
}

/* Counts until `stop`, and how often another thread got a turn in between. */
static void count(void *argument)
{
    u32 frames_kept = 1;
    while (!stop) {
        if (last != current_thread) {
            last = current_thread;
            turns++;
        }
        counters[(u32)argument]++;
        frames_kept &= frame_top == expected_frame_top();
    }
    if (!frames_kept)
        counters[(u32)argument] = 0;
}

static void test_equals(void)
{
    struct thread *threads[3];
    stop = 0;
    turns = 0;
    for (u32 i = 0; i < 3; i++) {
        counters[i] = 0;
        threads[i] = thread_create(count, (void *)i, USUAL, "count");
    }
    thread_sleep(300);
    u32 turns_in_time = turns;
    await(&turns, 6);
    stop = 1;
    for (u32 i = 0; i < 3; i++) {
        thread_join(threads[i], FOREVER);
        thread_release(threads[i]);
        check(counters[i] > 0, "thread %u of three that never wait runs, and keeps its frame stack", i);
    }
    check(turns >= 6, "they take turns: %u", turns);
    check(!time_is_exact() || (turns_in_time >= 25 && turns_in_time <= 35), "of %u ms: %u in 300 ms",
          TIME_SLICE, turns_in_time);
}

static void test_priorities(void)
{
    struct thread *low, *high;
    stop = 0;
    counters[0] = counters[1] = 0;
    low = thread_create(count, (void *)0, USUAL - 2, "low");
    high = thread_create(count, (void *)1, USUAL - 1, "high");
    await(&counters[1], 1);
    thread_sleep(20);
    check(counters[0] == 0 && counters[1] > 0, "a thread does not run while one of a higher priority can");
    stop = 1;
    thread_join(high, FOREVER);
    thread_join(low, FOREVER);
    thread_release(high);
    thread_release(low);
}

static struct wait_queue queue;

static void wait_and_note(void *argument)
{
    u32 flags = interrupts_disable();
    waiting++;
    status result = wait_queue_sleep(&queue, FOREVER);
    order[log_length++] = result == OK ? (char)(u32)argument : '?';
    interrupts_restore(flags);
}

/* Priorities and names of waiters, in the order of their arrival. */
static const struct { u32 priority; char name; } waiters[] = {
    { 3, 'e' }, { 5, 'b' }, { 3, 'f' }, { 6, 'a' }, { 5, 'c' }, { 4, 'd' }
};
#define WAITERS (sizeof waiters / sizeof waiters[0])

static void start_waiters(void)
{
    waiting = 0;
    for (u32 i = 0; i < WAITERS; i++) {
        void *name = (void *)(u32)waiters[i].name;
        struct thread *thread = thread_create(wait_and_note, name, waiters[i].priority, "w");
        thread_release(thread);
        await(&waiting, i + 1);
    }
    log_length = 0;
}

static void check_order(const char *expected, const char *what)
{
    u32 same = log_length == WAITERS;
    for (u32 i = 0; i < WAITERS; i++)
        same &= order[i] == expected[i];
    check(same, "%s: %.*s", what, log_length, order);
}

static void test_wake_order(void)
{
    start_waiters();
    for (u32 i = 0; i < WAITERS; i++) {
        u32 flags = interrupts_disable();
        struct thread *woken = wait_queue_wake(&queue);
        u32 before = log_length;
        interrupts_restore(flags);
        if (i == 0)
            check(woken && before == 0 && log_length == 1,
                  "a woken thread of a higher priority runs when interrupts come on, not before");
        await(&log_length, i + 1);
    }
    check_order("abcdef", "waiters are woken by priority, then in order of arrival");
    u32 flags = interrupts_disable();
    check(!wait_queue_wake(&queue) && wait_queue_is_empty(&queue), "waking in an empty queue does nothing");
    interrupts_restore(flags);

    start_waiters();
    flags = interrupts_disable();
    wait_queue_wake_all(&queue);
    interrupts_restore(flags);
    await(&log_length, WAITERS);
    check_order("abcdef", "all can be woken at once, and run by priority");
}

static void nothing(void *unused)
{
    (void)unused;
}

static void yield_and_note(void *argument)
{
    for (u32 i = 0; i < 3; i++) {
        order[log_length++] = (char)(u32)argument;
        thread_sleep(0);
    }
}

static void test_yield(void)
{
    log_length = 0;
    struct thread *a = thread_create(yield_and_note, (void *)'a', USUAL - 1, "a");
    struct thread *b = thread_create(yield_and_note, (void *)'b', USUAL - 1, "b");
    thread_join(a, FOREVER);
    thread_join(b, FOREVER);
    thread_release(a);
    thread_release(b);
    order[log_length] = 0;
    check(log_length == 6 && order[0] == 'a' && order[1] == 'b' && order[2] == 'a' && order[5] == 'b',
          "sleep(0) gives an equal its turn: %s", order);
}

static void test_end(void)
{
    log_length = waiting = 0;
    struct thread *thread = thread_create(wait_and_note, 0, USUAL, "waiter");
    check(thread_join(thread, 0) == E_TIMEDOUT, "join(0) does not wait");
    check(thread_join(thread, 5) == E_TIMEDOUT, "join(5) waits no longer");
    await(&waiting, 1);
    u32 flags = interrupts_disable();
    wait_queue_wake_all(&queue);
    interrupts_restore(flags);
    check(thread_join(thread, FOREVER) == OK, "join() waits for the end");
    check(thread_join(thread, FOREVER) == OK, "joining a thread that has ended returns at once");
    check(thread->stack == 0, "its stack is freed even while somebody holds the thread");
    thread_release(thread);
    check(thread_join(current_thread, FOREVER) == E_DEADLOCK, "a thread cannot wait for its own end");
    check(!thread_create(nothing, 0, THREAD_PRIORITIES, "n"), "a priority out of range is refused");

    u32 before = pages_free_count();
    for (u32 i = 0; i < 500; i++) {
        thread = thread_create(nothing, 0, i % THREAD_PRIORITIES, "short");
        thread_join(thread, FOREVER);
        thread_release(thread);
    }
    check(pages_free_count() == before, "500 threads that ended left nothing behind");
}

static void test_many(void)
{
    static struct thread *threads[THREADS_MAX];
    u32 before = pages_free_count(), made = 0;
    while (made < THREADS_MAX && (threads[made] = thread_create(nothing, 0, USUAL - 1, "many")))
        made++;
    check(made >= THREADS_MAX - 2 || pages_free_count() < 20, "%u threads exist at once", made);
    check(!thread_create(nothing, 0, USUAL, "more"), "and one more is refused");
    for (u32 i = 0; i < made; i++) {
        thread_join(threads[i], FOREVER);
        thread_release(threads[i]);
    }
    check(pages_free_count() + 1 >= before, "and leave nothing behind");
}

/* Code that is to begin again when it is preempted in its second half, as the opening
 * checks of an entry are. */
extern char restart_begin[], restart_inside[], restart_end[];
static volatile u32 restarts;

static __attribute__((noinline, noclone)) void restart(void *unused)
{
    (void)unused;
    __asm__ volatile("restart_begin: incl %0\n"
                     "restart_inside: cmpl $0, %1\n\t"
                     "je restart_inside\n"
                     "restart_end:" : "+m"(restarts) : "m"(stop));
}

u32 pretended_restart(u32 eip)
{
    return eip >= (u32)restart_inside && eip < (u32)restart_end ? (u32)restart_begin : eip;
}

static void test_restart(void)
{
    stop = 0;
    struct thread *thread = thread_create(restart, 0, USUAL - 1, "restart");
    for (u32 i = 0; i < 100 && restarts < 2; i++)
        thread_sleep(5);
    check(restarts >= 2, "code that must not be preempted in its middle begins again");
    stop = 1;
    thread_join(thread, FOREVER);
    thread_release(thread);
}

void test_threads(void)
{
    test_equals();
    test_restart();
    test_priorities();
    test_wake_order();
    test_yield();
    test_end();
    test_many();
}
