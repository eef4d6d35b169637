/* SPDX-License-Identifier: GPL-2.0-only */
/* Making and freeing the stacks of user domains. */
#include "model/user_stack.h"

#include "machine/interrupts.h"
#include "machine/machine.h"
#include "machine/pages.h"
#include "machine/space.h"
#include "model/domain.h"
#include "model/reference.h"

#define STACK_PAGES (USER_STACK_SIZE / PAGE_SIZE)

static u8 *lowest_byte(struct user_stack *stack)
{
    return (u8 *)stack - USER_STACK_SIZE;
}

/* Maps its memory into the domain, with the slots that it lends by. */
static status set_up(struct user_stack *stack, struct domain *domain)
{
    status result = space_reserve(domain->space, STACK_PAGES, &stack->address);

    if (result < 0)
        return result;
    result = space_map(domain->space, stack->address, physical_address(lowest_byte(stack)), STACK_PAGES,
                       SPACE_WRITABLE);
    if (result >= 0) {
        stack->lent = stack_slots_take();
        result = stack->lent ? OK : E_NOMEM;
    }
    if (result < 0)
        space_release(domain->space, stack->address);
    return result;
}

status user_stack_create(struct domain *domain)
{
    u8 *pages;
    struct user_stack *stack;
    status result;
    u32 flags;

    if (user_stacks_count(domain) >= USER_STACKS_MAX)
        return E_NOSPC;
    pages = pages_allocate_spare(STACK_PAGES + 1);
    if (!pages)
        return E_NOMEM;
    stack = (struct user_stack *)(pages + USER_STACK_SIZE);
    result = set_up(stack, domain);
    if (result < 0) {
        pages_free(pages, STACK_PAGES + 1);
        return result;
    }
    stack->top = stack->address + USER_STACK_SIZE - USER_STACK_FIXED;
    *(u32 *)((u8 *)stack - USER_STACK_FIXED) = USER_RETURN;
    stack->lent_handle = USER_HANDLES + (u32)(stack->lent - slots) * sizeof *slots;
    flags = interrupts_disable();
    stack->other = domain->stacks;
    domain->stacks = stack;
    stack->next = domain->free_stacks;
    domain->free_stacks = stack;
    interrupts_restore(flags);
    return OK;
}

void user_stacks_free(struct domain *domain)
{
    struct user_stack *stack;

    while ((stack = domain->stacks)) {
        domain->stacks = stack->other;
        stack_slots_give(stack->lent);
        space_release(domain->space, stack->address);
        pages_free(lowest_byte(stack), STACK_PAGES + 1);
    }
    domain->free_stacks = NULL;
}

u32 user_stacks_count(const struct domain *domain)
{
    u32 flags = interrupts_disable(), count = 0;
    const struct user_stack *stack;

    for (stack = domain->stacks; stack; stack = stack->other)
        count++;
    interrupts_restore(flags);
    return count;
}
