/* SPDX-License-Identifier: GPL-2.0-only */
/* The domains of the description, and how a server gets into its own (M10).
 *
 * A domain is made when the first server is loaded into it. When one of its servers ended, so
 * has the domain, and the next server that is loaded makes it anew.
 */
#include "loader.h"

#define BUDGET_MAX 60000                /* milliseconds */

struct domain *domains;

static struct domain *find(struct span name)
{
    struct domain *domain = domains;

    while (domain && !span_equals(domain->name, name.start, name.length))
        domain = domain->next;
    return domain;
}

static struct domain *add(struct span name)
{
    struct domain *domain = allocate(sizeof *domain);

    if (!domain)
        return 0;
    memset(domain, 0, sizeof *domain);
    domain->name = name;
    domain->next = domains;
    domains = domain;
    return domain;
}

static status find_or_add(struct span name, struct domain **domain)
{
    *domain = find(name);
    if (!*domain)
        *domain = add(name);
    return *domain ? OK : refuse(name.start, "out of memory");
}

status domain_find(struct span name, struct domain **domain)
{
    status result;

    *domain = 0;
    if (span_equals(name, "kernel", 6))
        return OK;
    result = find_or_add(name, domain);
    if (result >= 0)
        (*domain)->used = 1;
    return result;
}

/* A decimal number, or 0 if it is none that is allowed. */
static u32 read_budget(struct span text)
{
    u32 budget = 0;

    for (u32 i = 0; i < text.length; i++) {
        char digit = text.start[i];

        if (digit < '0' || digit > '9' || budget > BUDGET_MAX)
            return 0;
        budget = budget * 10 + digit - '0';
    }
    return budget > BUDGET_MAX ? 0 : budget;
}

static status set_budget(struct domain *domain, const struct setting *setting)
{
    u32 budget = read_budget(setting->value);

    if (!budget)
        return refuse(setting->value.start, "budget of domain `%.*s`: `%.*s`, expected milliseconds, 1 to %u",
                      (int)domain->name.length, domain->name.start, (int)setting->value.length,
                      setting->value.start, BUDGET_MAX);
    if (domain->budget)
        return refuse(setting->name.start, "domain `%.*s` has a budget already", (int)domain->name.length,
                      domain->name.start);
    domain->budget = budget;
    return OK;
}

status domain_declare(void)
{
    struct span name = declaration.name;
    struct domain *domain;
    status result;

    if (span_equals(name, "kernel", 6))
        return refuse(name.start, "`kernel` is the kernel's domain and takes no settings, expected another");
    result = find_or_add(name, &domain);
    if (result < 0)
        return result;
    if (domain->declared)
        return refuse(name.start, "domain `%.*s` has a line already", (int)name.length, name.start);
    domain->declared = name.start;
    for (u32 i = 0; result >= 0 && i < declaration.setting_count; i++) {
        const struct setting *setting = &declaration.settings[i];

        if (span_equals(setting->name, "budget", 6))
            result = set_budget(domain, setting);
        else
            result = refuse(setting->name.start, "`%.*s` is no setting of a domain, expected `budget`",
                            (int)setting->name.length, setting->name.start);
    }
    return result;
}

status domain_check_used(void)
{
    for (struct domain *domain = domains; domain; domain = domain->next)
        if (!domain->used)
            return refuse(domain->declared, "no server is in domain `%.*s`, and no placement puts one there",
                          (int)domain->name.length, domain->name.start);
    return OK;
}

static status make(struct domain *domain)
{
    Domain_release(domain->reference);
    domain->reference = 0;
    return Servers_createDomain(kernel_servers, domain->name.start, domain->name.length, domain->budget,
                                &domain->reference);
}

status domain_load(const struct server *server, Memory file, Server *reference)
{
    struct domain *domain = server->domain;
    status result = OK;

    if (!domain)
        return Servers_load(kernel_servers, file, server->name.start, server->name.length, 0, server->trace,
                            reference);
    for (u32 attempt = 0; attempt < 2; attempt++) {
        if (!domain->reference)
            result = make(domain);
        if (result < 0)
            return result;
        result = Servers_load(kernel_servers, file, server->name.start, server->name.length,
                              domain->reference, server->trace, reference);
        if (result != E_GONE)
            break;
        Domain_release(domain->reference);
        domain->reference = 0;
    }
    return result;
}
