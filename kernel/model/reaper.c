/* SPDX-License-Identifier: GPL-2.0-only */
/* Reapers. They hold no monitor, so the destructions that their releases cause are over when they
 * return. */
#include "model/reaper.h"

#include "kernel.server.h"
#include "machine/interrupts.h"
#include "machine/thread.h"
#include "model/frame_page.h"
#include "model/monitor.h"
#include "model/server.h"

/* Between two looks at a domain that threads are inside of. Normally the last one that leaves
 * wakes the reaper; but what was duplicated while references were cut has to be cut again. */
#define LOOK_AGAIN 100u         /* milliseconds */

/* Without a reaper of their own. Changes with interrupts off. */
static struct domain *dead_domains;

static void reap_others(void *unused);

status reaper_create(struct domain *domain)
{
    void (*function)(void *) = domain == &kernel_domain ? reap_others : reaper_run;
    struct thread *thread = thread_create(function, domain, REAPER_PRIORITY, "reaper");

    if (!thread)
        return E_NOMEM;
    thread_release(thread);
    return OK;
}

void reaper_begin(struct domain *domain)
{
    struct domain **link = &dead_domains;

    reaper_wake(domain);
    if (domain->space)
        return;
    while (*link)
        link = &(*link)->next_dead;
    *link = domain;
    reaper_wake(&kernel_domain);
}

void reaper_wake(struct domain *domain)
{
    u32 flags = interrupts_disable();

    wait_queue_wake(domain->space ? &domain->reaper : &kernel_domain.reaper);
    interrupts_restore(flags);
}

/* Whether nobody holds a server of the domain but the reaper and its owner. Interrupts are off. */
static u32 is_deserted(const struct domain *domain)
{
    const struct server *server;
    u32 count = 0;

    for (server = domain->servers; server; server = server->next_in_domain) {
        count++;
        if (server->holds != 1 + server->kept)
            return 0;
    }
    return count == domain->server_count;
}

/* The reaper holds each server, and no more are admitted: the list stays. */
static void release_all(struct domain *domain)
{
    struct server *server;

    for (server = domain->servers; server; server = server->next_in_domain) {
        server_cut(server);
        monitor_attend(server);         /* objects that wait to be destroyed keep it */
    }
    for (server = domain->servers; server; server = server->next_in_domain)
        server_release(server);
    domain->released = 1;
}

static void wait_until_deserted(struct domain *domain)
{
    u32 flags = interrupts_disable();

    while (!is_deserted(domain))
        if (wait_queue_sleep(&domain->reaper, LOOK_AGAIN) == E_TIMEDOUT) {
            interrupts_restore(flags);
            release_all(domain);
            flags = interrupts_disable();
        }
    interrupts_restore(flags);
}

/* Runs the end handler, if there is one. */
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

/* It is deserted. The servers were held for the reaper when the domain died, and so was the domain. */
static void finish(struct domain *domain)
{
    struct server *server, *next;

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

static void reap(struct domain *domain)
{
    release_all(domain);
    wait_until_deserted(domain);
    finish(domain);
}

/* A server with objects that wait to be destroyed, and with nobody inside who would do that. */
static struct server *find_unattended(const struct domain *domain)
{
    struct server *server = domain->servers;

    while (server && (server->holder || !server->unreferenced))
        server = server->next_in_domain;
    return server;
}

/* Waits for a domain that lives, and meanwhile destroys the objects of its servers that could not be
 * destroyed where they ended (object.c). Interrupts are off, except meanwhile. */
static void attend(struct domain *domain)
{
    struct server *server = find_unattended(domain);

    if (server) {
        server->holds++;
        interrupts_restore(EFLAGS_IF);
        monitor_attend(server);
        server_drop(server);
        interrupts_disable();
    }
    if (!domain->dead && domain->holds)
        wait_queue_sleep(&domain->reaper, server ? LOOK_AGAIN : FOREVER);
}

void reaper_run(void *argument)
{
    struct domain *domain = argument;
    u32 flags = interrupts_disable();

    while (!domain->dead && domain->holds)
        attend(domain);
    interrupts_restore(flags);
    if (domain->dead)
        reap(domain);
    else
        domain_free(domain);
}

/* Out of the list; null if there is none that could be finished. */
static struct domain *take_deserted(void)
{
    struct domain **link = &dead_domains, *domain;
    u32 flags = interrupts_disable();

    while (*link && !((*link)->released && is_deserted(*link)))
        link = &(*link)->next_dead;
    domain = *link;
    if (domain)
        *link = domain->next_dead;
    interrupts_restore(flags);
    return domain;
}

/* Threads may stay inside one for ever, and the others are not to wait for that. */
u32 reaper_step(void)
{
    struct domain *domain;

    for (domain = dead_domains; domain; domain = domain->next_dead)
        release_all(domain);            /* others may be added behind it, but none is taken out */
    domain = take_deserted();
    if (domain)
        finish(domain);
    return domain != NULL;
}

/* Until less is left of one that is in the list, or another one comes. Interrupts are off. */
static void wait_for_others(void)
{
    const struct domain *domain = dead_domains;

    while (domain && domain->released)
        domain = domain->next_dead;
    if (!domain)
        wait_queue_sleep(&kernel_domain.reaper, dead_domains ? LOOK_AGAIN : FOREVER);
}

static void reap_others(void *unused)
{
    u32 flags;

    (void)unused;
    for (;;) {
        while (reaper_step())
            ;
        flags = interrupts_disable();
        wait_for_others();
        interrupts_restore(flags);
    }
}
