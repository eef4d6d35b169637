/* SPDX-License-Identifier: GPL-2.0-only */
/* One life of the hostile server. */
#include "assault.h"

#define BUDGET      100                 /* milliseconds that a call may use... */
#define BUDGET_LONG 5000                /* ...and one that takes all there is */
#define PATIENCE    10000               /* milliseconds; a hang detector */
#define SLEEPY      50                  /* milliseconds after which one that sleeps is killed */

static Semaphore ended;
static struct end { u32 unused; } self_end;
static Runnable end_handler;

void end_run(struct end *self)
{
    (void)self;
    Semaphore_signal(ended);
}

void end_destroy(struct end *self)
{
    (void)self;                         /* it is static */
}

status lives_begin(void)
{
    end_handler = end_create(&self_end);
    return Threads_createSemaphore(threads, 0, &ended);
}

static status load(Server *server, u32 budget)
{
    const Any required[] = { (Any)near, (Any)far, (Any)memory, (Any)threads, (Any)log };
    Domain domain = 0;
    status result = Servers_createDomain(servers, "hostile", 7, budget, &domain);

    if (result >= 0)
        result = Servers_load(servers, hostile, "hostile", 7, domain, 0, server);
    Domain_release(domain);
    for (u32 i = 0; i < sizeof required / sizeof *required && result >= 0; i++)
        result = Server_bind(*server, i, required[i]);
    if (result >= 0)
        result = Server_setEndHandler(*server, end_handler);
    if (result >= 0)
        result = Server_start(*server);
    return result;
}

/* Whether it has ended, or does soon: what ends it may be another thread of its own. */
static u32 has_ended(Server server, char end[256])
{
    i32 length = Server_getEnd(server, end, 255);

    end[length > 0 ? length : 0] = 0;
    return length > 0;
}

/* Ends it if it has not ended, and waits until nothing is left of it. */
static void finish(Server server, struct life *life)
{
    life->dead = has_ended(server, life->end);
    if (!life->dead)
        Server_kill(server);
    if (Semaphore_wait(ended, PATIENCE) < 0)
        say("assault: failed: the hostile server is not gone after %u ms\n", PATIENCE);
    Server_release(server);
}

/* One that sleeps for ever is killed by another thread. */
static struct killer { Server victim; } self_killer;

void killer_run(struct killer *self)
{
    Threads_sleep(threads, SLEEPY);
    Server_kill(self->victim);
}

void killer_destroy(struct killer *self)
{
    (void)self;                         /* it is static */
}

static Thread start_killer(Server victim)
{
    Runnable runnable = killer_create(&self_killer);
    Thread thread = 0;

    self_killer.victim = victim;
    Threads_create(threads, runnable, 5, "killer", 6, &thread);
    Runnable_release(runnable);
    return thread;
}

static u32 takes_long(u32 way)
{
    return way == WAY_FORGED || way == WAY_FOREIGN || (way >= WAY_REFERENCES && way <= WAY_SEMAPHORES);
}

struct life live(u32 way, u32 argument, u32 seed)
{
    struct life life = { .call = OK };
    Thread killer = 0;
    Server server = 0;
    Any attack = 0;

    life.loaded = load(&server, takes_long(way) ? BUDGET_LONG : BUDGET);
    if (!server)
        return life;
    if (way == WAY_SLEEP)
        killer = start_killer(server);
    if (life.loaded >= 0)
        life.loaded = Server_getRoot(server, "Attack", 6, &attack);
    life.served = Progress_getEchoed(echo);
    if (life.loaded >= 0)
        life.call = Attack_attack((Attack)attack, way, argument, seed, &life.wrong, &life.tried);
    if (killer)
        Thread_join(killer, FOREVER);
    Thread_release(killer);
    Any_release(attack);
    finish(server, &life);
    life.served = Progress_getEchoed(echo) - life.served;
    return life;
}

/* A life for answers. Null if it could not be loaded, which is told. */
static Attack begin_to_answer(const char *name, Server *server)
{
    Any attack = 0;
    status loaded = load(server, BUDGET_LONG);

    if (*server && loaded >= 0)
        loaded = Server_getRoot(*server, "Attack", 6, &attack);
    if (loaded < 0)
        say("assault: %s: loaded %d\n", name, loaded);
    return (Attack)attack;
}

/* One answer. What it gets of it, is told if it is not the same as the last time. */
static u32 hear(const char *name, u32 way, u32 tell)
{
    struct life life = { .call = OK };
    Runnable reference = (Runnable)1;
    char text[16] = "untouched";
    u32 number = 1234, served = Progress_getEchoed(echo);
    Server server = 0;
    Attack attack = begin_to_answer(name, &server);

    if (attack)
        life.call = Attack_answer(attack, way, text, 10, &reference, &number);
    if (tell)
        say("assault: %s: answer %d, text %.10s, number %u, reference %s\n", name, life.call, text, number,
            reference ? "given" : "none");
    Runnable_release(reference);
    Attack_release(attack);
    if (server)
        finish(server, &life);
    return Progress_getEchoed(echo) - served;
}

void live_and_answer(const char *name, u32 way)
{
    u32 served = 0, lives = 0;

    while (!served && lives < LIVES_MAX)
        served += hear(name, way, !lives++);
    say_served(name, served, lives);
}

void live_and_answer_foreign(const char *name)
{
    struct life life = { .call = OK };
    u32 refused = 0, own = 0, other = 0, served = Progress_getEchoed(echo);
    Server server = 0;
    Attack attack = begin_to_answer(name, &server);

    for (u32 handle = HANDLES; attack && handle < HANDLES_END; handle += HANDLE_SIZE) {
        Runnable reference = 0;
        char text[10];
        u32 number;
        status result = Attack_answer(attack, handle, text, sizeof text, &reference, &number);

        refused += result == E_REFERENCE && !reference;
        own += result == E_IO && !reference;
        other += (result != E_REFERENCE && result != E_IO) || reference;
    }
    Attack_release(attack);
    if (server)
        finish(server, &life);
    say("assault: %s: refused %u, its own %u, otherwise %u, ended: %s\n", name, refused, own, other, life.end);
    say_served(name, Progress_getEchoed(echo) - served, 1);
}
