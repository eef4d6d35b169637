/* SPDX-License-Identifier: GPL-2.0-only */
/* M10: the same file runs in a domain of its own. M11: a server there that fails ends, the call
 * that was made to it fails, and it can be loaded again. */
#include "../victim/ends.h"
#include "rules.h"

#define BUDGET 20               /* milliseconds */

static const struct {
    enum end how;
    const char *name, *reason;
} ends[] = {
    { END_READ, "reads at null",
      "server victim (domain alone): page fault: read of 0x00000000 at victim + 0x" },
    { END_WRITE, "writes to null", "page fault: write of 0x00000000 at victim + 0x" },
    { END_WRITE_TEXT, "writes to its code", "page fault: write of 0x" },
    { END_JUMP, "jumps to null", "page fault: read of 0x00000000 at 0x00000000" },
    { END_DIVIDE, "divides by zero", "divide error at victim + 0x" },
    { END_OVERRUN, "overruns its stack", "stack overrun: write of 0x" },
    { END_PRIVILEGED, "turns interrupts off", "general protection at victim + 0x" },
    { END_BREAKPOINT, "has a breakpoint", "general protection at victim + 0x" },
    { END_ABORT, "gives up", "gives up: enough" },
    { END_LOOP, "loops", "a call used more than its budget of 20 ms" },
    { END_LOOP_STUB, "loops in a stub", "a call used more than its budget of 20 ms" }
};

/* Calls a function whose result is what it finds in ebx, where something of the caller's is. */
static u32 look(Victim victim, u32 secret)
{
    u32 result;

    __asm__ volatile("pushl %1; call *%2; addl $4, %%esp"
                     : "=a"(result) : "S"(victim), "D"((*victim)->look), "b"(secret)
                     : "ecx", "edx", "memory", "cc");
    return result;
}

static void test_working(void)
{
    static u8 bytes[65535];
    char text[64];
    struct isolated isolated;
    u32 number = 0, size = 0, pages = 0, i, sum = 0;
    Token token = 0;

    isolate(&isolated, "victim", 60000);
    ok(Victim_end(isolated.victim, END_NOT, 0, text, 10, &number, &token) == 10 && number == 5,
       "M10 a server in a domain of its own is called");
    ok(text[0] == 'v' && text[9] == 'v', "M10 and fills a block");
    ok(Token_getNumber(token) == 5, "M10 and makes objects");
    Token_release(token);
    ok(Victim_end(isolated.victim, END_BUSY, 0, text, 12, &number, &token) == 12 && text[11] == 'v',
       "M11 a call that uses a part of its budget returns");
    Token_release(token);
    for (i = 0; i < sizeof bytes; i++)
        sum += bytes[i] = (u8)i;
    ok(Victim_sum(isolated.victim, bytes, sizeof bytes) == sum, "M10 and reads a block");
    ok(Domain_getUsage(isolated.domain, &size, &pages) == OK && size == 1 && pages > 33,
       "M10 the domain says what it takes");
    ok(look(isolated.victim, 0x5ec2e7) != 0x5ec2e7, "M10 the caller's registers are not shown");
    ok(Server_getEnd(isolated.server, text, sizeof text) == 0, "M11 it has not ended");
    give_up(&isolated);
}

/* One way to end, called from the kernel's domain. */
static void test_end(enum end how, const char *name, const char *reason)
{
    char text[16] = "untouched", again[16];
    struct isolated isolated;
    u32 number = 77, size, pages;
    Token token = (Token)1, theirs;
    i32 result;
    status call;

    isolate(&isolated, "victim", BUDGET);
    Victim_makeToken(isolated.victim, 7, &theirs);
    result = Victim_end(isolated.victim, how, 0, text, sizeof text, &number, &token);
    ok(result == E_GONE, "M11 a server that %s: the call fails (%d)", name, result);
    ok(!strcmp(text, "untouched") && number == 77 && !token, "M11 %s: its results are untouched", name);
    ok(has_ended(&isolated, reason), "M11 %s: who loaded it is told why", name);
    ok(Victim_end(isolated.victim, END_NOT, 0, again, sizeof again, &number, &token) == E_GONE,
       "M11 %s: the next call says that it is gone", name);
    Token_getNumber_checked(theirs, &call);
    ok(call == E_GONE, "M11 %s: so do its objects", name);
    ok(Domain_getUsage(isolated.domain, &size, &pages) == E_GONE, "M11 %s: the domain is gone", name);
    Token_release(theirs);
    give_up(&isolated);
}

/* By whoever holds its Server. */
static void test_kill(void)
{
    struct isolated isolated;
    struct worker late = { .run = 0 };
    Runnable reference;
    Server server = bring_up("kinds");

    ok(Server_kill(server) == E_NOTSUP, "M11 a server in the kernel's domain cannot be killed");
    Server_release(server);
    isolate(&isolated, "victim", 0);
    reference = worker_create(&late);
    Victim_keep(isolated.victim, (Any)reference);
    ok(Server_kill(isolated.server) == OK && has_ended(&isolated, "killed"), "M11 another one can");
    ok(late.destroyed == 1, "M11 what it held is released");
    ok(Server_kill(isolated.server) == OK, "M11 twice is as good as once");
    ok(Server_start(isolated.server) == E_GONE, "M11 it cannot be started again");
    give_up(&isolated);
}

static void count_run(struct worker *worker)
{
    worker->data[0]++;
}

/* Its end handler is run once, also if it is set late. */
static void test_handler(void)
{
    struct isolated isolated;
    struct worker late = { .run = count_run };
    Runnable handler = worker_create(&late);

    isolate(&isolated, "victim", 0);
    Server_kill(isolated.server);
    has_ended(&isolated, "killed");
    Server_setEndHandler(isolated.server, handler);
    ok(late.data[0] == 1, "M11 an end handler that comes late is run at once");
    Runnable_release(handler);
    ok(late.destroyed == 1, "M11 and released");
    give_up(&isolated);
}

/* A server that ends while its constructor runs, or that has not been started. */
static void test_early(void)
{
    struct isolated isolated;

    isolate(&isolated, "victim", 0);
    Victim_endOnThread(isolated.victim, END_DIVIDE);
    ok(has_ended(&isolated, "divide error at victim"), "M11 a server that ends on a thread of its own");
    give_up(&isolated);
}

void test_ending(void)
{
    u32 i;

    test_working();
    for (i = 0; i < sizeof ends / sizeof ends[0]; i++)
        test_end(ends[i].how, ends[i].name, ends[i].reason);
    test_kill();
    test_handler();
    test_early();
}
