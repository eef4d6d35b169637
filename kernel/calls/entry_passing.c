/* SPDX-License-Identifier: GPL-2.0-only */
/* The part of an entry point that passes references: to the callee before its function runs,
 * back and to the caller after it (rules M6, M8).
 *
 * For each reference parameter, in their order:
 *
 *   lent      checked; its object counted; a slot of the callee's taken and filled, which
 *             replaces it among the arguments and is saved with the frame
 *   moved     checked; the slot changes its owner
 *   a result  the place for it saved with the frame, before that is pushed, and cleared
 *
 * The first that is not as it should be, or that needs more than this, is left to C
 * (call_pass()). On the way back the one result is checked first and changes its owner; then
 * what was lent is taken back. Anything unusual, or more than one result, is left to C before
 * anything is done (call_leave()).
 *
 * Interrupts stay on. Each step that must not be torn is a section that begins again (restart.h). */
#include "calls/entry_code.h"
#include "calls/reference_passing.h"
#include "model/slots.h"

#define SLOT_NEXT   ((i32)offsetof(struct slot, holds_or_next))

static const struct slot_operand slot_in_eax = { EAX, 0 }, slot_in_ecx = { ECX, 0 };

static int is_result(const struct parameter_type *p)
{
    return p->direction == DIRECTION_OUT;
}

/* The caller's frame is right below the new one and its saved words. */
static i32 caller_place(const struct generating *g)
{
    return FRAME_SERVER - g->step;
}

/* The first checks of what the caller passes: the slot is in eax, its owner, the caller, in ecx
 * then. Returns the mark of the jump for a null that is allowed, or 0. */
static u32 emit_argument(struct generating *g, const struct parameter_type *p, u32 count,
                         struct emit_marks *slow)
{
    u32 null = 0;

    emit_load(g->e, EAX, ESP, argument_place(p));
    emit_load_variable(g->e, EDX, (u32)&frame_top);
    if (p->flags & PARAMETER_OPTIONAL) {
        emit_test_register(g->e, EAX);
        null = emit_jump_ahead_if(g->e, IF_ZERO);
    }
    references_emit_range(g->e, EAX, (u32)slots, ECX, count, slow);
    emit_load(g->e, ECX, EDX, caller_place(g));
    references_emit_owner(g->e, slot_in_eax, (struct server_operand){ NULL, ECX }, slow);
    return null;
}

static void emit_lent(struct generating *g, const struct parameter_type *p, u32 saved,
                      struct slow_reference *left)
{
    u32 begin = emit_address(g->e), null = emit_argument(g, p, SLOTS_MAX, &left->slow);

    references_emit_object(g->e, slot_in_eax, p->interface, ECX, EAX, &left->slow, &left->slow);
    emit_increment(g->e, ECX, (i32)offsetof(struct object, count));
    restart_here(g->sections, g->e, begin);

    begin = emit_address(g->e);
    emit_load_variable(g->e, EAX, (u32)&lent_slots.oldest);
    emit_compare_variable(g->e, EAX, (u32)&lent_slots.youngest);
    left->exhausted = emit_jump_ahead_if(g->e, IF_EQUAL);
    emit_load(g->e, EDX, EAX, SLOT_NEXT);
    emit_store_variable(g->e, (u32)&lent_slots.oldest, EDX);
    restart_here(g->sections, g->e, begin);

    references_emit_fill(g->e, slot_in_eax, (struct server_operand){ g->server, 0 }, ECX, EDX, g->sections);
    emit_store(g->e, ESP, argument_place(p), EAX);
    emit_load_variable(g->e, EDX, (u32)&frame_top);
    if (null)
        emit_land(g->e, null);
    emit_store(g->e, EDX, saved_place(g, saved), EAX);
}

static void emit_moved(struct generating *g, const struct parameter_type *p, struct slow_reference *left)
{
    u32 begin = emit_address(g->e), null = emit_argument(g, p, OWNED_SLOTS_MAX, &left->slow);

    left->moved = p;
    references_emit_object(g->e, slot_in_eax, p->interface, EDX, EDX, &left->slow, &left->slow);
    references_emit_move(g->e, slot_in_eax, (struct server_operand){ NULL, ECX },
                         (struct server_operand){ g->server, 0 }, begin, g->sections, &left->slow);
    if (null)
        emit_land(g->e, null);
}

static void emit_place(struct generating *g, const struct parameter_type *p, struct slow_reference *left)
{
    emit_load(g->e, EAX, ESP, argument_place(p));
    emit_test_register(g->e, EAX);
    emit_marks_add(&left->slow, emit_jump_ahead_if(g->e, IF_ZERO));
    emit_store_constant(g->e, EAX, 0, 0);
}

void entry_emit_places(struct generating *g)
{
    const struct parameter_type *p = g->function->parameters;
    u32 saved = 0;

    for (; saved < g->function->saved; p++) {
        if (p->type == TYPE_REFERENCE && is_result(p)) {
            emit_load(g->e, EAX, ESP, argument_place(p));
            emit_store(g->e, EDX, g->step + saved_place(g, saved), EAX);
        }
        saved += reference_is_saved(p);
    }
}

void entry_emit_references_in(struct generating *g)
{
    const struct parameter_type *p = g->function->parameters;
    struct slow_reference *left = g->references;
    u32 saved = 0;

    for (; left < g->references + g->function->references; p++) {
        if (p->type != TYPE_REFERENCE)
            continue;
        if (is_result(p))
            emit_place(g, p, left);
        else if (p->flags & PARAMETER_MOVE)
            emit_moved(g, p, left);
        else
            emit_lent(g, p, saved, left);
        saved += reference_is_saved(p);
        left->passed = emit_address(g->e);
        left++;
    }
}

/* C passes the reference, or finds out what is wrong with it. */
static void emit_pass_slowly(struct generating *g, u32 index)
{
    struct slow_reference *left = &g->references[index];

    if (left->exhausted) {
        emit_land(g->e, left->exhausted);
        emit_push(g->e, ECX);
        emit_call(g->e, (u32)object_drop);
        emit_pop(g->e, ECX);
    }
    emit_marks_land(g->e, &left->slow);
    emit_move(g->e, EAX, ESP);
    if (left->moved)
        emit_push_constant(g->e, (u32)left->moved);
    emit_push_constant(g->e, index);
    emit_push(g->e, EAX);
    emit_call(g->e, left->moved ? (u32)call_move : (u32)call_pass);
    emit_add_constant(g->e, ESP, left->moved ? 12 : 8);
    emit_test_register(g->e, EAX);
    emit_jump_if(g->e, IF_NOT_NEGATIVE, left->passed);
    emit_marks_add(&g->failed, emit_jump_ahead(g->e));
}

/* The result that the callee hands over, from `slot`, which is checked by way of edx. */
static void emit_hand_over(struct generating *g, struct slot_operand slot,
                           const struct interface_type *type, u32 begin)
{
    struct server_operand callee = { g->server, 0 };

    references_emit_range(g->e, slot.base, (u32)slots, EDX, OWNED_SLOTS_MAX, &g->slow_leave);
    references_emit_owner(g->e, slot, callee, &g->slow_leave);
    references_emit_object(g->e, slot, type, EDX, EDX, &g->slow_leave, &g->slow_leave);
    emit_load_variable(g->e, EDX, (u32)&frame_top);
    emit_load(g->e, EDX, EDX, caller_place(g));
    references_emit_move(g->e, slot, callee, (struct server_operand){ NULL, EDX }, begin, g->sections,
                         &g->slow_leave);
}

/* The one result that is a parameter. */
static void emit_result_parameter(struct generating *g)
{
    const struct parameter_type *p = g->function->parameters;
    u32 begin, null, saved = 0;

    for (; !(p->type == TYPE_REFERENCE && is_result(p)); p++)
        saved += reference_is_saved(p);
    begin = emit_address(g->e);
    emit_load_variable(g->e, EDX, (u32)&frame_top);
    emit_load(g->e, ECX, EDX, saved_place(g, saved));
    emit_load(g->e, ECX, ECX, 0);
    emit_test_register(g->e, ECX);
    null = emit_jump_ahead_if(g->e, IF_ZERO);
    if (function_has_status(g->function)) {
        emit_test_register(g->e, EAX);
        emit_marks_add(&g->slow_leave, emit_jump_ahead_if(g->e, IF_NEGATIVE));
    }
    emit_hand_over(g, slot_in_ecx, p->interface, begin);
    emit_land(g->e, null);
}

/* The result itself, in eax. */
static void emit_result(struct generating *g)
{
    u32 begin = emit_address(g->e), null;

    emit_test_register(g->e, EAX);
    null = emit_jump_ahead_if(g->e, IF_ZERO);
    emit_hand_over(g, slot_in_eax, g->function->result_interface, begin);
    emit_land(g->e, null);
}

/* Takes one lent reference back; its slot is the youngest free one then. */
static void emit_take_back(struct generating *g, const struct parameter_type *p, u32 saved,
                           struct slow_reference *left)
{
    struct emit_marks last = { .count = 0 };
    u32 null = 0, begin;

    emit_load_variable(g->e, EDX, (u32)&frame_top);
    emit_load(g->e, ECX, EDX, saved_place(g, saved));
    if (p->flags & PARAMETER_OPTIONAL) {
        emit_test_register(g->e, ECX);
        null = emit_jump_ahead_if(g->e, IF_ZERO);
    }
    references_emit_take_back(g->e, slot_in_ecx, EDX, g->sections, &last, &left->taken_back);
    left->last = last.marks[0];
    begin = emit_address(g->e);
    emit_load_variable(g->e, EDX, (u32)&lent_slots.youngest);
    emit_store(g->e, EDX, SLOT_NEXT, ECX);
    emit_store_variable(g->e, (u32)&lent_slots.youngest, ECX);
    restart_here(g->sections, g->e, begin);
    if (null)
        emit_land(g->e, null);
}

/* The object of the lent reference has no other any more. */
static void emit_destroy(struct generating *g, const struct slow_reference *left)
{
    emit_land(g->e, left->last);
    emit_push(g->e, EAX);
    emit_push(g->e, ECX);
    emit_push(g->e, EDX);
    emit_call(g->e, (u32)object_unreferenced);
    emit_pop(g->e, EDX);
    emit_pop(g->e, ECX);
    emit_pop(g->e, EAX);
    emit_jump(g->e, left->taken_back);
}

void entry_emit_references_out(struct generating *g)
{
    const struct parameter_type *p = g->function->parameters;
    u32 k = 0, saved = 0;

    if (g->function->results > 1) {
        emit_marks_add(&g->slow_leave, emit_jump_ahead(g->e));
        return;
    }
    if (g->function->result == TYPE_REFERENCE)
        emit_result(g);
    else if (g->function->results)
        emit_result_parameter(g);
    for (; saved < g->function->saved; p++) {
        if (reference_is_saved(p) && !is_result(p))
            emit_take_back(g, p, saved, &g->references[k]);
        saved += reference_is_saved(p);
        k += p->type == TYPE_REFERENCE;
    }
}

void entry_emit_references_slowly(struct generating *g)
{
    u32 i;

    for (i = 0; i < g->function->references; i++) {
        emit_pass_slowly(g, i);
        if (g->references[i].last)
            emit_destroy(g, &g->references[i]);
    }
}
