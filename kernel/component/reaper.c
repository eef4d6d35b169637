/* SPDX-License-Identifier: GPL-2.0-only */
/* The reaper. It waits for nothing but the last thread to leave, because it holds no monitor: the
 * destructions that its releases cause are over when they return. */
#include "reaper.h"

#include "frame_page.h"
#include "interrupts.h"
#include "kernel.server.h"
#include "server.h"
#include "thread.h"
#include "wait_queue.h"

/* Between two looks at a domain that threads are inside of. Normally the last one that leaves
 * wakes the reaper; but what was duplicated while references were cut has to be cut again. */
#define LOOK_AGAIN 100u         /* milliseconds */

static struct domain *dead_domains;
static struct wait_queue idle;      /* the reaper, when it waits for anything */
static u32 woken;

void reaper_add(struct domain *domain)
{
    struct domain **link = &dead_domains;

    while (*link)
        link = &(*link)->next_dead;
    *link = domain;
    reaper_wake();
}

void reaper_wake(void)
{
    u32 flags = interrupts_disable();

    woken = 1;
    wait_queue_wake(&idle);
    interrupts_restore(flags);
}

/* Sleeps until it is woken, or was since the last time. Interrupts are off. */
static void wait(u32 timeout)
{
    if (!woken)
        wait_queue_sleep(&idle, timeout);
    woken = 0;
}

/* Whether nobody holds a server of the domain but the reaper and its owner. */
static u32 is_deserted(const struct domain *domain)
{
    u32 flags = interrupts_disable(), count = 0, busy = 0;
    const struct server *server;

    for (server = domain->servers; server; server = server->next_in_domain) {
        count++;
        busy |= server->holds != 1 + server->kept;
    }
    busy |= count != domain->server_count;
    interrupts_restore(flags);
    return !busy;
}

/* The reaper holds each server, and no more are admitted: the list stays. */
static void release_all(struct domain *domain)
{
    struct server *server;

    for (server = domain->servers; server; server = server->next_in_domain)
        server_cut(server);
    for (server = domain->servers; server; server = server->next_in_domain)
        server_release(server);
}

static void wait_until_deserted(struct domain *domain)
{
    u32 flags;

    while (!is_deserted(domain)) {
        flags = interrupts_disable();
        wait(LOOK_AGAIN);
        interrupts_restore(flags);
        if (!is_deserted(domain))
            release_all(domain);
    }
}

/* Runs the end handler, if there is one, and gives the server up. */
static void tell_owner(struct server *server)
{
    u32 flags = interrupts_disable();
    struct slot *handler = server->end_handler;

    server->end_handler = NULL;
    interrupts_restore(flags);
    if (handler) {
        Runnable_run((Runnable)handler);
        Runnable_release((Runnable)handler);
    }
}

static void reap(struct domain *domain)
{
    struct server *server, *next;

    release_all(domain);
    wait_until_deserted(domain);
    for (server = domain->servers; server; server = server->next_in_domain)
        server_strip(server);
    domain_strip(domain);
    domain->reaped = 1;
    for (server = domain->servers; server; server = server->next_in_domain)
        tell_owner(server);
    for (server = domain->servers; server; server = next) {
        next = server->next_in_domain;
        server_drop(server);
    }
    domain_drop(domain);
}

u32 reaper_step(void)
{
    u32 flags = interrupts_disable();
    struct domain *domain = dead_domains;

    if (domain)
        dead_domains = domain->next_dead;
    interrupts_restore(flags);
    if (domain)
        reap(domain);
    return domain != NULL;
}

void reaper_run(void *unused)
{
    u32 flags;

    (void)unused;
    for (;;) {
        while (reaper_step())
            ;
        flags = interrupts_disable();
        wait(FOREVER);
        interrupts_restore(flags);
    }
}
