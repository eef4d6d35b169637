/* SPDX-License-Identifier: GPL-2.0-only */
/* Servers in domains of their own, and their ends. */
#include "rules.h"

/* In the ways of victim/ends.h a server gets its domain, then what it requires. */
static Server load_into(const char *name, Domain domain, u32 traced)
{
    char module[64];
    Memory file;
    Server server = 0;
    status result;

    snprintf(module, sizeof module, "module(%s)", name);
    file = (Memory)open(module);
    result = Servers_load(servers, file, name, strlen(name), domain, traced, &server);
    Memory_release(file);
    if (result >= 0)
        result = Server_bind(server, 0, (Any)threads);
    if (result >= 0)
        result = Server_bind(server, 1, (Any)memory);
    if (result < 0)
        bail_out(name, result);
    return server;
}

static void handle_end(struct worker *worker)
{
    Semaphore_signal((Semaphore)worker->data[0]);
}

static void bring_up_in(struct isolated *isolated, const char *name, u32 budget, u32 traced)
{
    Runnable handler;
    status result = Servers_createDomain(servers, "alone", 5, budget, &isolated->domain);

    if (result >= 0)
        result = Threads_createSemaphore(threads, 0, &isolated->ended);
    if (result < 0)
        bail_out("a domain", result);
    isolated->server = load_into(name, isolated->domain, traced);
    isolated->handler = (struct worker){ .run = handle_end, .data = { (u32)isolated->ended } };
    handler = worker_create(&isolated->handler);
    Server_setEndHandler(isolated->server, handler);
    Runnable_release(handler);
    start(isolated->server);
    isolated->victim = (Victim)root(isolated->server, "Victim");
}

void isolate(struct isolated *isolated, const char *name, u32 budget)
{
    bring_up_in(isolated, name, budget, 0);
}

void isolate_traced(struct isolated *isolated, const char *name)
{
    bring_up_in(isolated, name, 0, 1);
}

static u32 contains(const char *text, const char *part)
{
    for (; *text; text++)
        if (!strncmp(text, part, strlen(part)))
            return 1;
    return 0;
}

u32 has_ended(struct isolated *isolated, const char *text)
{
    char reason[256];
    i32 length;

    if (Semaphore_wait(isolated->ended, 10000) < 0) {
        note("nobody is told that it has ended");
        return 0;
    }
    length = Server_getEnd(isolated->server, reason, sizeof reason - 1);
    reason[length < 0 ? 0 : length] = 0;
    if (contains(reason, text))
        return 1;
    note("it has ended: %s", reason);
    return 0;
}

void give_up(struct isolated *isolated)
{
    Victim_release(isolated->victim);
    Server_release(isolated->server);
    Domain_release(isolated->domain);
    Semaphore_release(isolated->ended);
}
