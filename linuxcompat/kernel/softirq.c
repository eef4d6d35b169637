// SPDX-License-Identifier: GPL-2.0-only
/* Softirqs: what an interrupt handler leaves for later. (Linux: kernel/softirq.c) */
#include <linux/bottom_half.h>
#include <linux/interrupt.h>
#include <linux/slab.h>

#include "../server/threads.h"
#include "network.server.h"
#include "softirq.h"

/* Linux's limits, after which the softirq thread goes on: it shares the processor with
 * those who use what softirqs produce. */
#define MAX_ROUNDS 10
#define MAX_MICROSECONDS 2000

static void (*actions[NR_SOFTIRQS])(struct softirq_action *);
static unsigned int pending;
static struct runnable *softirq_thread;
static bool awake;                          /* the thread, or it was called */
unsigned int (*softirq_timers_expired)(void);

void open_softirq(int number, void (*action)(struct softirq_action *))
{
    actions[number] = action;
}

static void run_one(unsigned int number)
{
    struct softirq_action unused = { actions[number] };
    unsigned int before = preempt_count();

    actions[number](&unused);
    if (unlikely(preempt_count() != before)) {
        printk(KERN_ERR "BUG: softirq %u began with preempt count %#x and ended with %#x\n", number, before,
               preempt_count());
        slipway_preempt_count = before;
    }
}

static void run_round(void)
{
    unsigned int now = pending;

    pending = 0;
    for (unsigned int number = 0; number < NR_SOFTIRQS; number++)
        if (now & 1u << number)
            run_one(number);
}

void softirq_run(void)
{
    u32 start;

    if (in_interrupt() || !pending)
        return;
    slipway_preempt_count += SOFTIRQ_OFFSET;
    run_round();
    if (pending) {
        start = Clock_getMicroseconds(clock);
        for (int rounds = 1; pending && rounds < MAX_ROUNDS; rounds++) {
            if (Clock_getMicroseconds(clock) - start >= MAX_MICROSECONDS)
                break;
            run_round();
        }
    }
    slipway_preempt_count -= SOFTIRQ_OFFSET;
    if (pending)
        softirq_thread_wake();
}

static void run_thread(struct runnable *thread)
{
    unsigned int wait;

    while (!thread_should_stop()) {
        softirq_run();
        /* Looked at last: what ran may have set a timer, which wakes nobody who is awake. */
        wait = softirq_timers_expired ? softirq_timers_expired() : FOREVER;
        if (pending) {
            cond_resched();         /* others get in between two lots */
        } else {
            awake = false;
            thread_wait(thread, wait);
            awake = true;
        }
    }
    softirq_thread = NULL;
}

void softirq_thread_wake(void)
{
    if (awake)
        return;
    awake = true;
    if (softirq_thread) {
        thread_wake(softirq_thread);
        return;
    }
    softirq_thread = kzalloc(sizeof *softirq_thread, GFP_ATOMIC);
    if (!softirq_thread || thread_start(softirq_thread, "softirq", run_thread) < 0) {
        softirq_thread = NULL;
        awake = false;
    }
}

void raise_softirq(unsigned int number)
{
    pending |= 1u << number;
    if (!in_interrupt())
        softirq_thread_wake();
}

void local_bh_enable(void)
{
    barrier();
    WARN_ON_ONCE(in_hardirq() || irqs_disabled());
    slipway_preempt_count -= SOFTIRQ_DISABLE_OFFSET;
    softirq_run();
}
