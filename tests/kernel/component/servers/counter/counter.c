/* SPDX-License-Identifier: GPL-2.0-only */
/* A counter with a race window (Counter.interface says what each function does). */
#include "counter.server.h"

static volatile u32 value;

status construct(struct counter_roots *roots)
{
    roots->counter = (struct counter *)&value;
    return OK;
}

void destruct(void)
{
}

void counter_increaseDuring(struct counter *self, Runnable runnable)
{
    u32 read = value;

    (void)self;
    Runnable_run(runnable);
    value = read + 1;
}

void counter_increaseSlowly(struct counter *self, u32 milliseconds)
{
    u32 read = value, start = Time_getMicroseconds(time);

    (void)self;
    while (Time_getMicroseconds(time) - start < 1000 * milliseconds)
        ;
    value = read + 1;
}

u32 counter_getValue(struct counter *self)
{
    (void)self;
    return value;
}

void counter_increaseAgain(struct counter *self, Counter itself, Runnable runnable)
{
    (void)self;
    Counter_increaseDuring(itself, runnable);
    value++;
}

status counter_waitFor(struct counter *self, Semaphore semaphore, u32 timeout)
{
    (void)self;
    return Semaphore_wait(semaphore, timeout);
}

status counter_during(struct counter *self, Runnable runnable)
{
    (void)self;
    Runnable_run(runnable);
    return OK;
}

status counter_callOther(struct counter *self, Counter other)
{
    status call;

    (void)self;
    Counter_getValue_checked(other, &call);
    return call;
}
