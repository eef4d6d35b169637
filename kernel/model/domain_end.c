/* SPDX-License-Identifier: GPL-2.0-only */
/* The death of a domain. */
#include <stddef.h>
#include <stdarg.h>

#include "bytes.h"
#include "format.h"
#include "machine/interrupts.h"
#include "machine/log.h"
#include "machine/panic.h"
#include "machine/space.h"
#include "machine/thread.h"
#include "model/domain.h"
#include "model/frame_page.h"
#include "model/reaper.h"
#include "model/server.h"

/* Whether a thread waits on behalf of a server of the domain, or to enter one. */
static u32 waits_in(const struct thread *thread, const struct domain *domain)
{
    if (thread->state != THREAD_WAITING || !thread->sleeps_for)
        return 0;
    return thread->sleeps_for->domain == domain
        || (thread->blocked_on && thread->blocked_on->domain == domain);
}

static void wake_waiters(const struct domain *domain)
{
    struct thread *thread;

    for (thread = all_threads; thread; thread = thread->next_of_all)
        if (waits_in(thread, domain))
            thread_wake(thread, E_GONE);
}

static void set_reason(struct domain *domain, const struct server *culprit, const char *format,
                       va_list arguments)
{
    char *text = domain->reason;
    u32 length;

    format_text(text, sizeof domain->reason, "server %s (domain %s): ", culprit->name, domain->name);
    length = strlen(text);
    format_list(text + length, sizeof domain->reason - length, format, arguments, NULL);
}

void domain_end(struct domain *domain, const struct server *culprit, const char *format, ...)
{
    u32 flags = interrupts_disable(), first = !domain->dead;
    struct server *server;
    va_list arguments;

    ASSERT(domain != &kernel_domain);
    if (first) {
        domain->dead = 1;
        va_start(arguments, format);
        set_reason(domain, culprit, format, arguments);
        va_end(arguments);
        domain->holds++;
        for (server = domain->servers; server; server = server->next_in_domain) {
            server->holds++;
            server_set_going(server);
        }
        if (domain->space)              /* else it is one server of the kernel's (server_failure.h) */
            space_clear(domain->space);
        wake_waiters(domain);
        reaper_begin(domain);
        log_printf("kernel: %s\n", domain->reason);
    }
    interrupts_restore(flags);
}
