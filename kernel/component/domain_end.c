/* SPDX-License-Identifier: GPL-2.0-only */
/* The death of a domain. */
#include <stdarg.h>

#include "domain.h"
#include "format.h"
#include "frame_page.h"
#include "interrupts.h"
#include "log.h"
#include "panic.h"
#include "reaper.h"
#include "server.h"
#include "space.h"
#include "string.h"
#include "thread.h"

u32 domain_awaits_return(const struct frame *top)
{
    const struct frame *frame;

    for (frame = top; frame; frame = frame_caller(frame))
        if (frame->server->domain->dead)
            return 1;
    return 0;
}

/* Whoever waits for something and has to return to the domain, or waits to enter a server of
 * it. */
static void wake_waiters(const struct domain *domain)
{
    struct thread *thread;

    for (thread = all_threads; thread; thread = thread->next_of_all)
        if (thread->state == THREAD_WAITING && thread->interruptible
            && (domain_awaits_return(thread->frame_top)
                || (thread->blocked_on && thread->blocked_on->domain == domain)))
            thread_wake(thread, E_GONE);
}

static void set_reason(struct domain *domain, const struct server *culprit, const char *format,
                       va_list arguments)
{
    char *text = domain->reason;
    u32 length;

    format_text(text, sizeof domain->reason, "server %s (domain %s): ", culprit->name, domain->name);
    length = strlen(text);
    format_list(text + length, sizeof domain->reason - length, format, arguments);
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
