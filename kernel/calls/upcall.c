/* SPDX-License-Identifier: GPL-2.0-only */
/* Calls by the kernel itself. In the kernel's domain that is a call of C in a frame; a user domain
 * is entered on a stack of its own, with the argument where the function expects it. */
#include <stddef.h>

#include "calls/upcall.h"

#include "bytes.h"
#include "calls/crossing.h"
#include "calls/crossing_state.h"
#include "calls/entry.h"
#include "machine/interrupts.h"
#include "machine/space.h"
#include "model/frame_page.h"
#include "model/server.h"
#include "model/user_stack.h"

/* Of their frames: no function of an interface. */
static const struct entry upcall_entry;

/* The stack for an upcall. */
struct upcall {
    struct server *server;
    struct user_stack *stack;
    u32 *words;                 /* return address and argument, seen from the kernel */
};

/* Whether the kernel's stack has what calls between user domains may need from here on, and that
 * much more. */
static int has_room(u32 margin)
{
    u32 frames = frame_limit > frame_top ? (u32)(frame_limit - frame_top) : 0;
    u32 needed = frames * CROSSING_FRAME_STACK + margin;

    return (u32)__builtin_frame_address(0) > frame_page_current()->stack_limit + needed;
}

/* Takes a stack, with `area` bytes for what the argument points at. */
static status begin(struct upcall *upcall, struct server *server, u32 area, u32 margin)
{
    u32 flags = interrupts_disable();
    status result = has_room(margin) ? OK : E_NOSPC;

    if (result >= 0 && !server->domain->free_stacks)
        result = user_stack_create(server->domain);
    if (result >= 0) {
        upcall->server = server;
        upcall->stack = server->domain->free_stacks;
        server->domain->free_stacks = upcall->stack->next;
        upcall->words = (u32 *)((u8 *)upcall->stack - USER_STACK_FIXED - area);
        if (area)
            upcall->words -= 2;
        upcall->words[0] = USER_RETURN;
    }
    interrupts_restore(flags);
    return result;
}

/* An address on that stack, as the domain has it. */
static u32 in_domain(const struct upcall *upcall, const void *address)
{
    return (u32)address + USER_STACK_FIXED - (u32)upcall->stack + upcall->stack->top;
}

static void push_frame(struct server *server)
{
    frame_top++;
    *frame_top = (struct frame){ (u32)crossing_leave_upcall, NULL, server, &upcall_entry };
}

/* What is left to do when the function has returned. */
static void finish(const struct upcall *upcall)
{
    struct domain *domain = upcall->server->domain;
    u32 flags = interrupts_disable();

    upcall->stack->next = domain->free_stacks;
    domain->free_stacks = upcall->stack;
    frame_pop();
    interrupts_restore(flags);
}

/* Calls the function. If it returns, stores its result, and in `area` `size` bytes of what lies
 * behind the argument; else E_GONE. */
static status call(const struct upcall *upcall, u32 function, u32 *value, void *area, u32 size)
{
    u32 flags = interrupts_disable();
    u64 result;

    push_frame(upcall->server);
    space_load(upcall->server->directory);
    result = crossing_enter(function, in_domain(upcall, upcall->words), upcall->stack);
    interrupts_restore(flags);
    if (result >> 32)
        return (status)(result >> 32);          /* crossing_undo() has finished it */
    memcpy(area, upcall->words + 2, size);
    finish(upcall);
    *value = (u32)result;
    return OK;
}

static u32 call_directly(struct server *server, u32 function, void *argument)
{
    u32 result;

    frame_push(server);
    result = ((u32 (*)(void *))function)(argument);
    frame_pop();
    return result;
}

status server_upcall(struct server *server, u32 function, void *argument)
{
    struct upcall upcall;
    status result;
    u32 value;

    if (!server->directory) {
        call_directly(server, function, argument);
        return OK;
    }
    result = begin(&upcall, server, 0, 0);
    if (result < 0)
        return result;
    upcall.words[1] = (u32)argument;
    return call(&upcall, function, &value, NULL, 0);
}

status server_upcall_construct(struct server *server, u32 function, void **roots, u32 count)
{
    u32 size = count * sizeof *roots;
    struct upcall upcall;
    status result;
    u32 value;

    if (!server->directory)
        return (status)call_directly(server, function, roots);
    result = begin(&upcall, server, size, CROSSING_MARGIN);
    if (result < 0)
        return result;
    upcall.words[1] = in_domain(&upcall, upcall.words + 2);
    memset(upcall.words + 2, 0, size);
    result = call(&upcall, function, &value, roots, size);
    return result < 0 ? result : (status)value;
}
