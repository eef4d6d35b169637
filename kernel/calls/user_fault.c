/* SPDX-License-Identifier: GPL-2.0-only */
/* Exceptions of user mode. A page fault may be a pager's affair; anything else ends the domain,
 * and the call that made it fails. */
#include <stddef.h>

#include "calls/crossing.h"
#include "format.h"
#include "machine/callbacks.h"
#include "machine/machine.h"
#include "machine/panic.h"
#include "model/budget.h"
#include "model/frame_page.h"
#include "model/pager.h"
#include "model/server.h"
#include "model/user_stack.h"

#define NOWHERE   0u    /* no space maps anything there; in virtual 8086 mode: at cs:0 */
#define PLACE_MAX (SIGNATURE_NAME_MAX + 16)

/* Where in which server of the domain an address is, as text. */
static void describe(const struct domain *domain, u32 address, char text[PLACE_MAX])
{
    u32 offset;
    const struct server *server = domain_server_at(domain, address, &offset);

    if (server)
        format_text(text, PLACE_MAX, "%s + 0x%x", server->name, offset);
    else
        format_text(text, PLACE_MAX, "0x%08x", address);
}

/* Whether the address is in the page below a stack, which stays unmapped. */
static u32 is_below_stack(const struct domain *domain, u32 address)
{
    u32 flags = interrupts_disable();
    const struct user_stack *stack;

    for (stack = domain->stacks; stack; stack = stack->other)
        if (stack->address - (address & ~PAGE_MASK) == PAGE_SIZE)
            break;
    interrupts_restore(flags);
    return stack != NULL;
}

/* OK if a pager made the access possible; or why it cannot be made, in `reason` if a pager was
 * concerned, else that stays empty. */
static status ask_pager(struct domain *domain, const struct interrupt_frame *frame, u32 address,
                        char reason[PAGER_REASON_MAX])
{
    reason[0] = 0;
    if (frame->vector != VECTOR_PAGE_FAULT || domain->dead)
        return E_FAULT;
    return pager_user_fault(domain->space, address, !!(frame->error & PAGE_FAULT_WRITE), reason);
}

static void end_domain(struct server *server, const struct interrupt_frame *frame, u32 address,
                       const char *reason)
{
    struct domain *domain = server->domain;
    char place[PLACE_MAX];

    describe(domain, frame->eip, place);
    if (reason[0])
        domain_end(domain, server, "%s, at %s", reason, place);
    else if (frame->vector != VECTOR_PAGE_FAULT)
        domain_end(domain, server, "%s at %s", exception_name(frame->vector), place);
    else
        domain_end(domain, server, "%s: %s of 0x%08x at %s",
                   is_below_stack(domain, address) ? "stack overrun" : "page fault",
                   frame->error & PAGE_FAULT_WRITE ? "write" : "read", address, place);
}

void user_fault(struct interrupt_frame *frame, u32 address)
{
    struct server *server = frame_top->server;
    char reason[PAGER_REASON_MAX];

    if (ask_pager(server->domain, frame, address, reason) == OK)
        return;
    end_domain(server, frame, address, reason);
    budget_forget(frame_top);
    crossing_abort(E_GONE);
}

void user_interrupted(struct interrupt_frame *frame)
{
    if (frame_top->server->domain->dead)
        frame->eip = NOWHERE;
}
