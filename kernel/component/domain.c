/* SPDX-License-Identifier: GPL-2.0-only */
/* Domains, and which servers are in them. */
#include "domain.h"

#include "interrupts.h"
#include "server.h"

struct domain kernel_domain = { .holds = 1, .name = "kernel" };

struct domain *domain_create(const char *name, u32 budget)
{
    (void)name;
    (void)budget;
    return NULL;
}

void domain_hold(struct domain *domain)
{
    u32 flags = interrupts_disable();

    domain->holds++;
    interrupts_restore(flags);
}

void domain_drop(struct domain *domain)
{
    u32 flags = interrupts_disable();

    domain->holds--;
    interrupts_restore(flags);
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

void domain_expel(struct server *server)
{
    struct domain *domain = server->domain;
    struct server **link;
    u32 flags;

    if (!domain)
        return;
    flags = interrupts_disable();
    for (link = &domain->servers; *link != server; link = &(*link)->next_in_domain)
        ;
    *link = server->next_in_domain;
    domain->server_count--;
    interrupts_restore(flags);
    domain_drop(domain);
}

u32 domain_pages(const struct domain *domain)
{
    u32 flags = interrupts_disable(), pages = 0;
    const struct server *server;

    for (server = domain->servers; server; server = server->next_in_domain)
        pages += server->image.pages;
    interrupts_restore(flags);
    return pages;
}

void domain_end(struct domain *domain, const struct server *culprit, const char *format, ...)
{
    (void)culprit;
    (void)format;
    domain->dead = 1;
}
