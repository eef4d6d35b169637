/* SPDX-License-Identifier: GPL-2.0-only */
/* Domains, and which servers are in them. */
#include "calls/crossing_buffer.h"
#include "machine/heap.h"
#include "machine/interrupts.h"
#include "machine/machine.h"
#include "machine/space.h"
#include "model/reaper.h"
#include "model/server.h"
#include "model/user_stack.h"

struct domain kernel_domain = { .holds = 1, .name = "kernel" };

struct domain *domain_create(const char *name, u32 budget)
{
    struct domain *domain = heap_allocate(sizeof *domain);
    u32 i;

    if (!domain)
        return NULL;
    domain->space = space_create();
    if (!domain->space)
        goto no_space;
    space_spread(domain->space);
    domain->directory = domain->space->directory;
    domain->budget = budget;
    domain->holds = 1;
    for (i = 0; i < SIGNATURE_NAME_MAX && name[i]; i++)
        domain->name[i] = name[i];
    if (reaper_create(domain) >= 0)
        return domain;

    space_destroy(domain->space);
no_space:
    heap_free(domain);
    return NULL;
}

void domain_strip(struct domain *domain)
{
    if (!domain->space)
        return;
    user_stacks_free(domain);
    crossing_buffers_trim();
    space_destroy(domain->space);
    domain->space = NULL;
    domain->directory = 0;
}

void domain_hold(struct domain *domain)
{
    u32 flags = interrupts_disable();

    domain->holds++;
    interrupts_restore(flags);
}

void domain_drop(struct domain *domain)
{
    u32 flags = interrupts_disable(), left = --domain->holds, reaped = domain->reaped;

    if (!left && !reaped)
        reaper_wake(domain);
    interrupts_restore(flags);
    if (!left && reaped)
        domain_free(domain);
}

void domain_free(struct domain *domain)
{
    domain_strip(domain);
    heap_free(domain);
}

status domain_admit(struct domain *domain, struct server *server)
{
    u32 flags = interrupts_disable();
    status result = domain->dead ? E_GONE : OK;

    if (result >= 0) {
        server->domain = domain;
        server->directory = domain->directory;
        server->next_in_domain = domain->servers;
        domain->servers = server;
        domain->server_count++;
        domain->holds++;
    }
    interrupts_restore(flags);
    return result;
}

void domain_unlink(struct server *server)
{
    struct server **link = &server->domain->servers;

    while (*link != server)
        link = &(*link)->next_in_domain;
    *link = server->next_in_domain;
}

void domain_expel(struct server *server)
{
    struct domain *domain = server->domain;
    u32 flags = interrupts_disable();

    domain->server_count--;
    if (domain->dead)
        reaper_wake(domain);
    interrupts_restore(flags);
    domain_drop(domain);
}

status domain_count_thread(struct domain *domain)
{
    u32 flags = interrupts_disable();
    status result = OK;

    if (domain->dead)
        result = E_GONE;
    else if (domain != &kernel_domain && domain->thread_count == DOMAIN_THREADS_MAX)
        result = E_NOSPC;
    if (result >= 0) {
        domain->thread_count++;
        domain->holds++;
    }
    interrupts_restore(flags);
    return result;
}

void domain_uncount_thread(struct domain *domain)
{
    u32 flags = interrupts_disable();

    domain->thread_count--;
    interrupts_restore(flags);
    domain_drop(domain);
}

u32 domain_pages(const struct domain *domain)
{
    u32 flags = interrupts_disable();
    u32 pages = user_stacks_count(domain) * (USER_STACK_SIZE / PAGE_SIZE + 1);
    const struct server *server;

    if (domain->space)
        pages += domain->space->pages;
    for (server = domain->servers; server; server = server->next_in_domain)
        pages += server->image.pages;
    interrupts_restore(flags);
    return pages;
}

const struct server *domain_server_at(const struct domain *domain, u32 address, u32 *offset)
{
    const struct server *server;
    u32 flags = interrupts_disable();

    for (server = domain->servers; server; server = server->next_in_domain) {
        *offset = address - server->image.address;
        if (server->image.base && *offset < server->image.pages * PAGE_SIZE)
            break;
    }
    interrupts_restore(flags);
    return server;
}
