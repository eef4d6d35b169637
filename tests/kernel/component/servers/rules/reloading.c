/* SPDX-License-Identifier: GPL-2.0-only */
/* M11: servers that end, hundreds of times, leave nothing behind. */
#include "../victim/ends.h"
#include "rules.h"

#define CYCLES 200

static volatile u32 stop;
static Victim target;

/* Calls whatever is there. */
static void fire(struct worker *worker)
{
    while (!stop) {
        Victim_sum(target, "abc", 3);
        worker->data[0]++;
    }
}

/* Loads, calls and ends it once; another thread is inside now and then. */
static u32 cycle(u32 number)
{
    struct worker worker = { .run = fire };
    struct isolated isolated;
    char text[8];
    u32 result, out = 0;
    Token token, kept;
    Thread thread;
    i32 call;

    isolate(&isolated, number % 2 ? "victim" : "victim_serialised", 5);
    Victim_makeToken(isolated.victim, 7, &kept);
    target = isolated.victim;
    stop = 0;
    thread = begin(&worker, 4);
    if (number % 3)
        Threads_sleep(threads, 1);
    call = Victim_end(isolated.victim, 1 + number % END_LOOP, 0, text, sizeof text, &out, &token);
    result = call == E_GONE && has_ended(&isolated, "");
    stop = 1;
    join(thread);
    Token_release(kept);
    give_up(&isolated);
    return result && (worker.data[0] || number % 3 == 0);
}

struct usage {
    u32 references, objects, pages;
};

static struct usage usage(void)
{
    struct usage now = { .pages = PhysicalMemory_getFree(memory) / 4096 };

    Servers_getUsage(servers, &now.references, &now.objects);
    return now;
}

/* Once the last thread has left, and the reapers are through. */
static u32 settles(struct usage before)
{
    struct usage now;
    u32 i;

    for (i = 0; i < 50; i++) {
        now = usage();
        if (now.references == before.references && now.objects == before.objects && now.pages >= before.pages)
            return 1;
        Threads_sleep(threads, 20);
    }
    return 0;
}

static void note_usage(const char *when, struct usage usage)
{
    note("%s: %u references, %u objects, %u pages", when, usage.references, usage.objects, usage.pages);
}

static void cycles(void)
{
    u32 done = 0, i;

    for (i = 0; i < CYCLES; i++)
        done += cycle(i);
    ok(done == CYCLES, "M11 a server is loaded, ends, and is loaded again, %u times", CYCLES);
}

/* Whether some run of it leaves everything as it was. A first run makes what is made once, and any may
 * need one stack more than those before, which this server's domain keeps; what is lost is lost
 * each time. */
static u32 loses_nothing(void (*run)(void))
{
    struct usage before;
    u32 i;

    for (i = 0; i < 4; i++) {
        before = usage();
        run();
        if (settles(before))
            return 1;
    }
    note_usage("before", before);
    note_usage("after", usage());
    return 0;
}

void test_reloading(void)
{
    ok(loses_nothing(test_ending_inside), "M11 nothing is lost when threads are inside");
    ok(loses_nothing(test_hoarding), "M11 nor when they took all there is");
    ok(loses_nothing(test_chaos), "M11 nor when there is no order in it");
    ok(loses_nothing(cycles), "M11 nor when they are loaded again and again");
}
