/* SPDX-License-Identifier: GPL-2.0-only */
/* Generated code that passes references to a callee in user mode (rules M6 and M8), in the frame
 * of the call and with interrupts off.
 *
 * What is lent gets a slot of the callee's stack, which nobody else uses meanwhile. What is moved
 * changes its owner: one reference here, where it is held once and nothing speaks against it; all
 * else by C, which passes all of a call or none (crossing_moves.c). Kept are the handles as the
 * caller passed them: they are checked once. */
#include "calls/crossing_code.h"

#include "calls/crossing_state.h"
#include "calls/reference_code.h"
#include "model/object.h"
#include "model/server.h"
#include "model/user_stack.h"

#define STACK_LENT      ((i32)offsetof(struct user_stack, lent))
#define STACK_HANDLE    ((i32)offsetof(struct user_stack, lent_handle))
#define OBJECT_COUNT    ((i32)offsetof(struct object, count))
#define OBJECT_IMPLEMENTATION ((i32)offsetof(struct object, implementation))
#define IMPLEMENTATION_TYPE ((i32)offsetof(struct implementation, type))
#define IMPLEMENTATION_ENTRIES ((i32)offsetof(struct implementation, entries))

/* From the handle in ebx, the offset of its slot. */
static void emit_slot_offset(struct crossing *g)
{
    emit_add_constant(g->e, EBX, -(i32)(g->way == USER_TO_USER ? USER_HANDLES : (u32)slots));
    emit_test_constant(g->e, EBX, ~SLOT_MASK);
    crossing_refuse_if(g, IF_NOT_EQUAL, E_REFERENCE);
}

/* The object of the slot, in eax, and its entry points, in ebx, if it is the caller's and of the
 * right type. */
static void emit_check(struct crossing *g, const struct interface_type *type)
{
    if (g->server_in_esi) {
        emit_compare(g->e, ESI, EBX, (i32)slots + SLOT_OWNER);
    } else {
        emit_load(g->e, EDX, EBX, (i32)slots + SLOT_OWNER);
        emit_compare(g->e, EDX, EBP, FRAME_SERVER - FRAME_SIZE);
    }
    crossing_refuse_if(g, IF_NOT_EQUAL, E_REFERENCE);
    emit_load(g->e, EAX, EBX, (i32)slots + SLOT_OBJECT);
    emit_test_register(g->e, EAX);
    crossing_refuse_if(g, IF_ZERO, E_GONE);
    emit_load(g->e, EBX, EAX, OBJECT_IMPLEMENTATION);
    if (type) {
        emit_compare_memory(g->e, EBX, IMPLEMENTATION_TYPE, (u32)type);
        crossing_refuse_if(g, IF_NOT_EQUAL, E_TYPE);
    }
    emit_load(g->e, EBX, EBX, IMPLEMENTATION_ENTRIES);
}

/* Lends it as the stack's slot number `index`. */
static void emit_lend(struct crossing *g, const struct parameter_type *p, const struct crossing_place *place,
                      u32 index)
{
    i32 slot = (i32)index * SLOT_SIZE, argument = g->arguments + 4 * p->word;
    u32 null = 0;

    if (p != g->layout.lent)
        emit_load(g->e, EBX, ESP, crossing_kept(g, place->kept));
    if (p->flags & PARAMETER_OPTIONAL) {
        emit_store(g->e, EDI, argument, EBX);
        emit_test_register(g->e, EBX);
        null = emit_jump_ahead_if(g->e, IF_ZERO);
    }
    emit_slot_offset(g);
    emit_check(g, p->interface);
    emit_increment(g->e, EAX, OBJECT_COUNT);
    emit_load(g->e, EDX, EDI, STACK_LENT);
    emit_store(g->e, EDX, slot + SLOT_ENTRIES, EBX);
    emit_store(g->e, EDX, slot + SLOT_OBJECT, EAX);
    emit_store_constant(g->e, EDX, slot + SLOT_OWNER, (u32)g->server);
    emit_load(g->e, EAX, EDI, STACK_HANDLE);
    if (slot)
        emit_add_constant(g->e, EAX, slot);
    emit_store(g->e, EDI, argument, EAX);
    if (null)
        emit_land(g->e, null);
}

void crossing_emit_lend(struct crossing *g)
{
    const struct parameter_type *p = g->function->parameters;
    u32 index = 0, i;

    for (i = 0; i < g->function->parameter_count; i++)
        if (is_lent(&p[i]))
            emit_lend(g, &p[i], &g->layout.places[i], index++);
}

/* The callee's reference ends; the object may be gone, or nothing was lent. */
static void emit_take_back(struct crossing *g, u32 index)
{
    i32 slot = (i32)index * SLOT_SIZE;
    u32 empty, counted;

    emit_load(g->e, EBX, EDX, slot + SLOT_OBJECT);
    emit_store_constant(g->e, EDX, slot + SLOT_OWNER, 0);
    emit_test_register(g->e, EBX);
    empty = emit_jump_ahead_if(g->e, IF_ZERO);
    emit_store_constant(g->e, EDX, slot + SLOT_OBJECT, 0);
    emit_decrement(g->e, EBX, OBJECT_COUNT);
    counted = emit_jump_ahead_if(g->e, IF_NOT_EQUAL);
    emit_store_constant(g->e, EBP, FRAME_RETURN, FRAME_ASIDE);
    emit_call(g->e, (u32)crossing_unreferenced);
    emit_land(g->e, empty);
    emit_land(g->e, counted);
}

void crossing_emit_take_back(struct crossing *g)
{
    const struct parameter_type *p = g->function->parameters;
    u32 index = 0, i;

    for (i = 0; i < g->function->parameter_count; i++) {
        if (!is_lent(&p[i]))
            continue;
        if (!index)
            emit_load(g->e, EDX, EDI, STACK_LENT);
        emit_take_back(g, index++);
    }
}

/* Moves the reference, as C would; or jumps to `slow`, with nothing done. */
static void emit_move_one(struct crossing *g, const struct parameter_type *p, u32 word, struct emit_marks *slow)
{
    const u32 handles = g->way == USER_TO_USER ? USER_HANDLES : (u32)slots;
    const struct slot_operand slot = { EBX, (i32)((u32)slots - handles) };
    const struct server_operand caller = { NULL, ECX };

    emit_load(g->e, EBX, ESP, crossing_kept(g, word));
    references_emit_range(g->e, EBX, handles, EAX, OWNED_SLOTS_MAX, slow);
    emit_load(g->e, ECX, EBP, FRAME_SERVER - FRAME_SIZE);
    references_emit_owner(g->e, slot, caller, slow);
    references_emit_object(g->e, slot, p->interface, EAX, EAX, slow, slow);
    references_emit_move(g->e, slot, caller, (struct server_operand){ g->server, 0 }, 0, NULL, slow);
    emit_store_constant(g->e, ESP, crossing_kept(g, word), 0);
    if (g->way == KERNEL_TO_USER)
        emit_add_constant(g->e, EBX, (i32)(USER_HANDLES - (u32)slots));
    emit_store(g->e, EDI, g->arguments + 4 * p->word, EBX);
}

/* The only parameter that is moved; null if there are several. */
static const struct parameter_type *find_only_moved(const struct crossing *g)
{
    const struct parameter_type *p = g->function->parameters;

    if (g->layout.moved != 1)
        return NULL;
    while (!is_moved(p))
        p++;
    return p;
}

/* Moves it. Returns a mark of the jump taken if that was done. */
static u32 emit_move_only(struct crossing *g, const struct parameter_type *p)
{
    struct emit_marks slow = { .count = 0 };
    u32 moved;

    emit_move_one(g, p, g->layout.places[p - g->function->parameters].kept, &slow);
    moved = emit_jump_ahead(g->e);
    emit_marks_land(g->e, &slow);
    return moved;
}

void crossing_emit_move(struct crossing *g)
{
    const struct parameter_type *p = g->function->parameters, *only;
    u32 moved = 0, i;

    if (!g->layout.moved)
        return;
    only = find_only_moved(g);
    if (only)
        moved = emit_move_only(g, only);
    emit_load_address(g->e, EAX, ESP, g->kept);
    if (only)
        emit_push_constant(g->e, (u32)only->interface);
    emit_push(g->e, EAX);
    emit_push_constant(g->e, (u32)g->function);
    emit_clear_flags(g->e);
    emit_call(g->e, only ? (u32)crossing_move_one : (u32)crossing_move);
    emit_add_constant(g->e, ESP, only ? 12 : 8);
    emit_test_register(g->e, EAX);
    crossing_refuse_if(g, IF_NEGATIVE, 0);
    for (i = 0; i < g->function->parameter_count; i++)
        if (is_moved(&p[i])) {
            i32 word = crossing_kept(g, g->layout.places[i].kept);

            emit_load(g->e, EAX, ESP, word);
            emit_store(g->e, EDI, g->arguments + 4 * p[i].word, EAX);
            emit_store_constant(g->e, ESP, word, 0);
        }
    if (moved)
        emit_land(g->e, moved);
}
