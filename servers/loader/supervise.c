/* SPDX-License-Identifier: GPL-2.0-only */
/* Supervision: what happens when a server ends otherwise than by being unloaded (M11).
 *
 * The kernel runs the server's end handler, when everything that the server held has been
 * released, and that wakes the supervisor's thread. It says in the log what ended and why, loads
 * each server whose line has the word `restart` again, and tells those that had it as an
 * argument. What does not succeed is tried again after a pause that grows, a bounded number of
 * times. A supplier may have ended together with its dependents: they come up in the order of
 * their lines, and what comes up too early has further attempts. A server that comes up, but ends again
 * and again at once, is started after a pause that grows likewise, or it would take the processor.
 */
#include "loader.h"

#define SUPERVISOR_PRIORITY 4
#define ATTEMPTS_MAX        6
#define FIRST_PAUSE         10          /* milliseconds, four times as long each time */
#define SHORT_LIFE          1000        /* milliseconds */
#define SHORT_LIVES_MAX     16          /* in a row, after which starts are delayed */
#define DOUBLINGS_MAX       10          /* of FIRST_PAUSE: about ten seconds */

static struct supervisor { u32 unused; } self_supervisor;

static Threads threads;
static Time time;
static Semaphore ends;                  /* signalled when a handler has run */
static Semaphore reference_lock;

void end_handler_run(struct end_handler *self)
{
    self->has_run = 1;
    Semaphore_signal(ends);
}

void end_handler_destroy(struct end_handler *self)
{
    (void)self;                         /* it is a part of its server */
}

status supervise_prepare(void)
{
    status result = open_kernel_object("threads", (Any *)&threads);

    if (result >= 0)
        result = open_kernel_object("time", (Any *)&time);
    if (result >= 0)
        result = Threads_createSemaphore(threads, 0, &ends);
    if (result >= 0)
        result = Threads_createSemaphore(threads, 1, &reference_lock);
    return result;
}

/* A server in the kernel's domain can only be unloaded, which the loader does not do. */
status supervise(struct server *server, Server reference)
{
    Runnable handler;
    status result;

    if (!server->domain)
        return OK;
    handler = end_handler_create(&server->end_handler);
    if (!handler)
        return E_NOMEM;
    result = Server_setEndHandler(reference, handler);
    Runnable_release(handler);
    return result;
}

void server_set_reference(struct server *server, Server reference)
{
    Server old;

    Semaphore_wait(reference_lock, FOREVER);
    old = server->reference;
    server->reference = reference;
    Semaphore_signal(reference_lock);
    Server_release(old);
}

/* How long a server that has just ended is to stay down. */
static u32 pause_after_life(struct server *server, u32 now)
{
    u32 pause, doublings, killed = server->killed;

    server->killed = 0;
    if (killed)
        return 0;
    server->short_lives = now - server->up_since < SHORT_LIFE ? server->short_lives + 1 : 0;
    if (server->short_lives <= SHORT_LIVES_MAX || !server->restart)
        return 0;
    doublings = server->short_lives - SHORT_LIVES_MAX - 1;
    pause = FIRST_PAUSE << (doublings < DOUBLINGS_MAX ? doublings : DOUBLINGS_MAX);
    report("system: %.*s has ended %u times within a second: it is started in %u ms",
           (int)server->name.length, server->name.start, server->short_lives, pause);
    return pause;
}

/* The handler of an earlier life may come late: what counts is what the kernel says now. */
static void note_end(struct server *server)
{
    u32 now = Time_getMilliseconds(time);
    char text[256];
    i32 length;

    if (!server->end_handler.has_run)
        return;
    server->end_handler.has_run = 0;
    if (server->state != SERVER_UP)
        return;
    length = Server_getEnd(server->reference, text, sizeof text - 1);
    if (length <= 0)
        return;
    report("system: %.*s has ended: %.*s", (int)server->name.length, server->name.start, (int)length, text);
    server->state = SERVER_DOWN;
    server->attempts = 0;
    server->due = now + pause_after_life(server, now);
    server_set_reference(server, 0);
}

static void tell_dependents(const struct server *supplier)
{
    for (struct server *server = servers; server; server = server->next) {
        if (server->state != SERVER_UP)
            continue;
        parse_again(&parser, server->name.start);
        parse_next(&parser, &declaration);
        wire_again(&declaration, server->reference, supplier->name);
    }
}

/* Loads it again. Returns milliseconds to the next attempt, or FOREVER. */
static u32 attempt(struct server *server)
{
    u32 pause = FIRST_PAUSE << 2 * server->attempts++;

    if (server_start(server) >= 0) {
        report("system: %.*s is up again, restart %u", (int)server->name.length, server->name.start,
               server->restarts + 1);
        server->up_since = Time_getMilliseconds(time);
        tell_dependents(server);
        server->restarts++;
        return FOREVER;
    }
    if (server->attempts == ATTEMPTS_MAX) {
        report("system: %.*s stays down after %u attempts", (int)server->name.length, server->name.start,
               server->attempts);
        return FOREVER;
    }
    server->due = Time_getMilliseconds(time) + pause;
    report("system: %.*s: attempt %u of %u in %u ms", (int)server->name.length, server->name.start,
           server->attempts + 1, ATTEMPTS_MAX, pause);
    return pause;
}

/* Makes the attempts that are due. Returns milliseconds to the next, or FOREVER. */
static u32 make_attempts(void)
{
    u32 next = FOREVER;

    for (struct server *server = servers; server; server = server->next) {
        u32 pause;

        if (server->state != SERVER_DOWN || !server->restart || server->attempts == ATTEMPTS_MAX)
            continue;
        pause = server->due - Time_getMilliseconds(time);
        if ((i32)pause <= 0)
            pause = attempt(server);
        if (pause < next)
            next = pause;
    }
    return next;
}

void supervisor_run(struct supervisor *self)
{
    u32 pause = FOREVER;

    (void)self;
    for (;;) {
        status result = Semaphore_wait(ends, pause);

        if (result < 0 && result != E_TIMEDOUT)
            return;                     /* the semaphore is gone: the system is being taken down */
        for (struct server *server = servers; server; server = server->next)
            note_end(server);
        pause = make_attempts();
    }
}

void supervisor_destroy(struct supervisor *self)
{
    (void)self;                         /* it is static */
}

static u32 is_needed(void)
{
    for (struct server *server = servers; server; server = server->next)
        if (server->domain)
            return 1;
    return 0;
}

status supervise_start(void)
{
    Runnable runnable;
    Thread thread;
    status result;

    if (!is_needed())
        return OK;
    runnable = supervisor_create(&self_supervisor);
    result = Threads_create(threads, runnable, SUPERVISOR_PRIORITY, "loader", 6, &thread);
    Runnable_release(runnable);
    Thread_release(thread);
    return result;
}

status supervise_open(struct span object, Any *reference)
{
    struct span name = { object.start + 7, object.length - 8 };
    struct server *server;

    if (object.length < 9 || memcmp(object.start, "server(", 7) || object.start[object.length - 1] != ')')
        return E_INVAL;
    server = find_declared(name);
    if (!server)
        return E_NOENT;
    *reference = (Any)supervised_create((struct supervised *)server);
    return *reference ? OK : E_NOMEM;
}

/* All servers of a domain end together. */
static void note_wish(const struct domain *domain)
{
    for (struct server *server = servers; server; server = server->next)
        if (server->domain == domain)
            server->killed = 1;
}

/* On the caller's thread, while the supervisor may be giving the reference up. */
status supervised_kill(struct supervised *self)
{
    struct server *server = (struct server *)self;
    Server reference;
    status result;

    Semaphore_wait(reference_lock, FOREVER);
    reference = Server_duplicate(server->reference);
    Semaphore_signal(reference_lock);
    if (reference)
        note_wish(server->domain);
    result = reference ? Server_kill(reference) : E_GONE;
    Server_release(reference);
    return result;
}

u32 supervised_getRestarts(struct supervised *self)
{
    return ((struct server *)self)->restarts;
}

void supervised_destroy(struct supervised *self)
{
    (void)self;                         /* the server stays */
}
