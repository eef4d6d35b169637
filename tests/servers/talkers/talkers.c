/* SPDX-License-Identifier: GPL-2.0-only */
/* One thread writes lines through the console server, without a pause. Another, of a higher priority, writes to the
 * kernel's log each time that it wakes, which is in the midst of the first one's lines. */
#include "talkers.server.h"
#include "runtime.h"

#define INTERRUPTIONS    50
#define FILLING          "the quick brown fox jumps over the lazy dog and the lazy dog sleeps on and on and on"

static struct talker {
    const char *name;
    Log log;
    u32 interrupts;             /* whether it is the one that interrupts */
} steady = { .name = "console" }, sudden = { .name = "kernel", .interrupts = 1 };

static Semaphore finished;
static volatile u32 sudden_is_done;

static void say(struct talker *self, u32 number)
{
    char line[160];
    u32 length = (u32)snprintf(line, sizeof line, "talkers: %s %u " FILLING "\n", self->name, number);

    Log_write(self->log, line, length);
}

void talker_run(struct talker *self)
{
    if (self->interrupts) {
        for (u32 i = 0; i < INTERRUPTIONS; i++) {
            Threads_sleep(threads, 1);
            say(self, i);
        }
        sudden_is_done = 1;
    } else {
        for (u32 i = 0; !sudden_is_done; i++)
            say(self, i);
    }
    Semaphore_signal(finished);
}

void talker_destroy(struct talker *self)
{
    (void)self;                         /* it is static */
}

static status start(struct talker *self, Log log, u32 priority)
{
    Runnable runnable = talker_create(self);
    Thread thread = 0;
    status result;

    self->log = log;
    result = Threads_create(threads, runnable, priority, self->name, strlen(self->name), &thread);
    Thread_release(thread);
    Runnable_release(runnable);
    return result;
}

status construct(void)
{
    status result = Threads_createSemaphore(threads, 0, &finished);

    if (result >= 0)
        result = start(&steady, console, 3);
    if (result >= 0)
        result = start(&sudden, log, 4);
    for (u32 i = 0; i < 2 && result >= 0; i++)
        result = Semaphore_wait(finished, FOREVER);
    Log_write(log, "talkers: done\n", 14);
    return result;
}

void destruct(void)
{
    Semaphore_release(finished);
}
