/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of the tests share. */
#ifndef RULES_H
#define RULES_H

#include "rules.server.h"
#include "runtime.h"

/* What the kernel's catalog offers. */
extern Servers servers;
extern Threads threads;
extern Time time;
extern PhysicalMemory memory;

/* A check, as TAP. */
void ok(u32 condition, const char *format, ...) __attribute__((format(printf, 2, 3)));
void note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Whether this server runs in user mode: its stacks are in the lower half then. */
u32 is_in_user_mode(void);

/* Stops the tests because of a failure that they do not expect. */
void bail_out(const char *what, status result);

/* Opens `name` in the kernel's catalog; stops the tests if there is no such object. */
Any open(const char *name);

/* The domain for the next server, as the boot modules say; null for the kernel's. The caller
 * releases it. */
Domain placement(const char *name);
/* Loads the boot module `name` as a server; stops the tests with the error if that fails. */
Server load(const char *name);
/* Starts it, likewise. */
void start(Server server);
/* Loads and starts it. */
Server bring_up(const char *name);
/* The root of that interface; stops the tests if there is none. */
Any root(Server server, const char *interface);
/* Whether Servers.getError() contains `text`; notes it if not. */
u32 error_says(const char *text);

/* A Runnable that calls a function. */
struct worker {
    void (*run)(struct worker *worker);
    u32 data[5];
    u32 destroyed;
    u32 lasts;                  /* milliseconds that its destruction takes */
};

/* Uses the processor for that long. */
void spend(u32 milliseconds);

/* Runs `worker` on a new thread; join() waits for its end. */
Thread begin(struct worker *worker, u32 priority);
void join(Thread thread);

/* A server `victim` in a domain of its own. */
struct isolated {
    Domain domain;
    Server server;
    Victim victim;
    Semaphore ended;            /* signalled by its end handler */
    struct worker handler;
};

/* Loads and starts one of these names; stops the tests if that fails. `budget`: its domain's. */
void isolate(struct isolated *isolated, const char *name, u32 budget);
/* The same without a budget; its calls are traced, and so is every switch of threads from then on. */
void isolate_traced(struct isolated *isolated, const char *name);
/* Waits until it has ended, and what it held is released; returns whether the reason has `text`. */
u32 has_ended(struct isolated *isolated, const char *text);
/* Gives it up, ended or not. */
void give_up(struct isolated *isolated);

/* The tests, by what they are about. */
void test_calls(void);          /* M1, M2 */
void test_binding(void);        /* M3, M4 */
void test_references(void);     /* M5, M6, M8 */
void test_concurrency(void);    /* M7 */
void test_unloading(void);      /* M8 */
void test_crossing(void);       /* M2, M10, M11: what may cost something between domains */
void test_failing(void);        /* M8: calls that fail */
void test_ending(void);         /* M10, M11 */
void test_ending_inside(void);  /* M11: when threads are inside */
void test_charged(void);        /* M11: whose budget it is */
void test_hoarding(void);       /* M11: when they took all there is */
void test_chaos(void);          /* M11: when there is no order in it */
void test_reloading(void);      /* M11: and nothing is lost */
void test_meddling(void);       /* M11: with what is traced */

#endif
