/* SPDX-License-Identifier: GPL-2.0-only */
/* Generated code that a call into a user domain returns through.
 *
 * trap.asm jumps here when a thread comes back from a function, with interrupts off:
 *
 *      eax     the result                          esp     what TSS_ESP0 says (crossing_state.h)
 *      ebp     newest frame: the call's
 *
 *   1. The monitor is left first: what follows may wait for the caller's pager.
 *   2. What was lent is taken back.
 *   3. Results, unless the function returned a negative status: references are handed over, then
 *      everything is copied to the caller, in its space.
 *   4. The stack is free again, the frame goes, the object's count goes down.
 *
 * While something is copied to a caller in user mode, ebp is not the newest frame but the code
 * that fails the call: crossing_fault.c goes there if a page is missing for good.
 */
#include "calls/crossing_code.h"

#include "calls/crossing_state.h"
#include "calls/entry.h"
#include "calls/trace.h"
#include "machine/space.h"
#include "model/domain.h"
#include "model/server.h"
#include "model/user_stack.h"

#define OBJECT_COUNT    ((i32)offsetof(struct object, count))
#define STACK_NEXT      ((i32)offsetof(struct user_stack, next))
#define SERVER_DIRECTORY ((i32)offsetof(struct server, directory))

static int has(const struct function_type *function, int (*is)(const struct parameter_type *))
{
    u32 i;

    for (i = 0; i < function->parameter_count; i++)
        if (is(&function->parameters[i]))
            return 1;
    return 0;
}

int crossing_has_results(const struct function_type *function)
{
    return has(function, is_result);
}

static int is_reference_result(const struct parameter_type *p)
{
    return is_reference(p) && is_result(p);
}

void crossing_emit_space_of(struct crossing *g, i32 frame)
{
    u32 loaded;

    emit_load(g->e, ECX, EBP, frame + FRAME_SERVER);
    emit_load(g->e, ECX, ECX, SERVER_DIRECTORY);
    emit_compare_variable(g->e, ECX, (u32)&current_directory);
    loaded = emit_jump_ahead_if(g->e, IF_EQUAL);
    emit_store_variable(g->e, (u32)&current_directory, ECX);
    emit_load_space(g->e, ECX);
    emit_land(g->e, loaded);
}

void crossing_emit_return_to_user(struct crossing *g)
{
    emit_store(g->e, ESP, REGISTERS_EAX, EAX);
    emit_pop_all(g->e);
    emit_store_variable(g->e, (u32)&kernel_stack_top, ESP);
    emit_load_constant(g->e, EDX, USER_CALL_RETURN);
    emit_interrupts_on(g->e);
    emit_enter_user(g->e);
}

/* 1. */
static void emit_unlock(struct crossing *g)
{
    u32 nobody;

    emit_load(g->e, ECX, ESP, 4);
    emit_store_variable(g->e, (u32)&g->server->holder, ECX);
    emit_compare_variable_constant(g->e, (u32)&g->server->attention, 0);
    nobody = emit_jump_ahead_if(g->e, IF_ZERO);
    emit_store_constant(g->e, EBP, FRAME_RETURN, FRAME_ASIDE);
    emit_load_constant(g->e, ECX, (u32)g->server);
    emit_call(g->e, (u32)crossing_attend);
    emit_land(g->e, nobody);
}

/* What the function says to have written, in eax, against the size that it was given. */
static void emit_count_check(struct crossing *g)
{
    const struct parameter_type *counted = entry_counted_block(g->function);
    u32 index = counted ? (u32)(counted - g->function->parameters) : 0;

    if (!counted)
        return;
    if (has_size_word(counted))
        emit_compare(g->e, EAX, ESP, crossing_kept(g, g->layout.places[index].size));
    else
        emit_compare_constant(g->e, EAX, counted->bound);
    crossing_refuse_if(g, IF_GREATER, E_SIZE);
}

/* Leaves the references at the top of the stack, in the order of their parameters. Returns how
 * many words that are. */
static u32 emit_hand_over(struct crossing *g)
{
    const struct parameter_type *p = g->function->parameters;
    u32 count = 0, i;

    if (!g->function->results)
        return 0;
    for (i = g->function->parameter_count; i--;)
        if (is_reference_result(&p[i])) {
            emit_push_memory(g->e, EDI, g->end + g->layout.places[i].cell);
            count++;
        }
    emit_push(g->e, EAX);
    emit_move(g->e, EAX, ESP);
    emit_push(g->e, EAX);
    emit_push_constant(g->e, (u32)g->function);
    emit_clear_flags(g->e);
    emit_call(g->e, (u32)crossing_hand_over);
    emit_add_constant(g->e, ESP, 8);
    emit_test_register(g->e, EAX);
    crossing_refuse_if(g, IF_NEGATIVE, 0);
    emit_pop(g->e, EAX);
    crossing_note_push(g, count);
    return count;
}

static u32 emit_jump_if_negative(struct crossing *g)
{
    emit_test_register(g->e, EAX);
    return emit_jump_ahead_if(g->e, IF_NEGATIVE);
}

/* 3. */
static void emit_results(struct crossing *g)
{
    u32 handles, negative = 0;

    emit_count_check(g);
    handles = emit_hand_over(g);
    if (!crossing_has_results(g->function))
        return;
    if (function_has_status(g->function))
        negative = emit_jump_if_negative(g);
    if (g->way == USER_TO_USER)
        crossing_emit_space_of(g, -FRAME_SIZE);
    crossing_emit_copy_out(g, g->way == USER_TO_USER ? (u32)crossing_fail_fault : 0);
    if (negative)
        emit_land(g->e, negative);
    if (handles)
        emit_add_constant(g->e, ESP, 4 * (i32)handles);
    g->kept -= 4 * (i32)handles;
    g->registers -= 4 * (i32)handles;
}

static void emit_trace(struct crossing *g)
{
    if (!g->server->traced)
        return;
    emit_clear_flags(g->e);
    emit_clear(g->e, EDX);
    trace_emit_return(g->e);
}

/* 4. Puts the call's object into ecx. */
static void emit_end(struct crossing *g)
{
    u32 free_stacks = (u32)&g->server->domain->free_stacks;
    i32 rest = 4 * (i32)(g->layout.kept + crossing_locks(g));

    emit_pop(g->e, ECX);
    emit_load_variable(g->e, EDX, free_stacks);
    emit_store(g->e, ECX, STACK_NEXT, EDX);
    emit_store_variable(g->e, free_stacks, ECX);
    if (rest)
        emit_add_constant(g->e, ESP, rest);
    emit_load(g->e, ECX, EBP, FRAME_OBJECT);
    emit_add_constant(g->e, EBP, -FRAME_SIZE);
    emit_store_variable(g->e, (u32)&frame_top, EBP);
}

static void emit_to_user(struct crossing *g)
{
    emit_decrement(g->e, ECX, OBJECT_COUNT);
    emit_jump_if(g->e, IF_ZERO, (u32)crossing_last);
    crossing_emit_space_of(g, 0);
    crossing_emit_return_to_user(g);
}

void crossing_emit_leave(struct crossing *g)
{
    const struct function_type *function = g->function;
    int lends = has(function, is_lent);

    g->exit = EXIT_RETURNED;
    g->kept = 4 * (i32)(1 + crossing_locks(g));
    g->registers = g->kept + 4 * (i32)g->layout.kept;
    emit_clear_direction(g->e);
    if (crossing_locks(g))
        emit_unlock(g);
    if (lends || function->results || crossing_has_results(function))
        emit_load(g->e, EDI, ESP, 0);
    if (lends)
        crossing_emit_take_back(g);
    emit_results(g);
    emit_trace(g);
    emit_end(g);
    if (g->way == USER_TO_USER)
        emit_to_user(g);
    else
        emit_jump(g->e, (u32)crossing_leave_kernel);
}
