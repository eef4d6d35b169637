/* SPDX-License-Identifier: GPL-2.0-only */
/* The interface Domain: what a domain uses, for whoever holds it. */
#include "kernel.server.h"
#include "machine/interrupts.h"
#include "model/domain.h"

status domain_object_getUsage(struct domain_object *self, u32 *servers, u32 *pages)
{
    const struct domain *domain = (const struct domain *)self;
    u32 flags = interrupts_disable();
    status result = domain->dead ? E_GONE : OK;

    if (result >= 0) {
        *servers = domain->server_count;
        *pages = domain_pages(domain);
    }
    interrupts_restore(flags);
    return result;
}

void domain_object_destroy(struct domain_object *self)
{
    domain_drop((struct domain *)self);
}
