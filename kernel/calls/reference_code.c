/* SPDX-License-Identifier: GPL-2.0-only */
/* The pieces of code that pass references. The order of their stores is what makes them
 * right beside references_cut() and references_release(), which other threads may run
 * wherever one of these loses the processor. */
#include "calls/reference_code.h"

#include "model/reference.h"
#include "model/server.h"

#define SLOT_ENTRIES    ((i32)offsetof(struct slot, entries))
#define SLOT_OBJECT     ((i32)offsetof(struct slot, object))
#define SLOT_OWNER      ((i32)offsetof(struct slot, owner))
#define SLOT_HOLDS      ((i32)offsetof(struct slot, holds_or_next))
#define OBJECT_COUNT    ((i32)offsetof(struct object, count))
#define OBJECT_IMPLEMENTATION   ((i32)offsetof(struct object, implementation))
#define IMPLEMENTATION_TYPE     ((i32)offsetof(struct implementation, type))
#define IMPLEMENTATION_ENTRIES  ((i32)offsetof(struct implementation, entries))
#define SERVER_ROOM     ((i32)offsetof(struct server, room))
#define SLOT_SIZE_LOG   4

_Static_assert(sizeof(struct slot) == 1 << SLOT_SIZE_LOG, "an index is a rotated offset");

void emit_marks_add(struct emit_marks *list, u32 mark)
{
    list->marks[list->count++] = mark;
}

void emit_marks_land(struct emitter *e, struct emit_marks *list)
{
    while (list->count)
        emit_land(e, list->marks[--list->count]);
}

/* The index of what is not aligned would be larger than any: the low bits come out on top. */
void references_emit_range(struct emitter *e, enum cpu_register handle, u32 first,
                           enum cpu_register scratch, u32 count, struct emit_marks *refused)
{
    emit_load_address(e, scratch, handle, -(i32)first);
    emit_rotate_right(e, scratch, SLOT_SIZE_LOG);
    emit_compare_constant(e, scratch, count);
    emit_marks_add(refused, emit_jump_ahead_if(e, IF_ABOVE_EQUAL));
}

void references_emit_owner(struct emitter *e, struct slot_operand slot, struct server_operand owner,
                           struct emit_marks *refused)
{
    if (owner.constant)
        emit_compare_memory(e, slot.base, slot.displacement + SLOT_OWNER, (u32)owner.constant);
    else
        emit_compare(e, owner.address, slot.base, slot.displacement + SLOT_OWNER);
    emit_marks_add(refused, emit_jump_ahead_if(e, IF_NOT_EQUAL));
}

void references_emit_object(struct emitter *e, struct slot_operand slot, const struct interface_type *type,
                            enum cpu_register object, enum cpu_register scratch, struct emit_marks *gone,
                            struct emit_marks *mistyped)
{
    emit_load(e, object, slot.base, slot.displacement + SLOT_OBJECT);
    emit_test_register(e, object);
    emit_marks_add(gone, emit_jump_ahead_if(e, IF_ZERO));
    if (!type)
        return;
    emit_load(e, scratch, object, OBJECT_IMPLEMENTATION);
    emit_compare_memory(e, scratch, IMPLEMENTATION_TYPE, (u32)type);
    emit_marks_add(mistyped, emit_jump_ahead_if(e, IF_NOT_EQUAL));
}

/* The object is stored in the same step in which its implementation said which entries are
 * valid: either that was before the server closed them, then the slot is cut like all others,
 * or behind it, then they refuse. */
void references_emit_fill(struct emitter *e, struct slot_operand slot, struct server_operand owner,
                          enum cpu_register object, enum cpu_register scratch, struct restart_list *sections)
{
    u32 begin = emit_address(e);

    emit_load(e, scratch, object, OBJECT_IMPLEMENTATION);
    emit_load(e, scratch, scratch, IMPLEMENTATION_ENTRIES);
    emit_store(e, slot.base, slot.displacement + SLOT_ENTRIES, scratch);
    emit_store(e, slot.base, slot.displacement + SLOT_OBJECT, object);
    restart_here(sections, e, begin);
    if (owner.constant)
        emit_store_constant(e, slot.base, slot.displacement + SLOT_OWNER, (u32)owner.constant);
    else
        emit_store(e, slot.base, slot.displacement + SLOT_OWNER, owner.address);
}

void references_emit_move(struct emitter *e, struct slot_operand slot, struct server_operand owner,
                          struct server_operand receiver, u32 begin, struct restart_list *sections,
                          struct emit_marks *slow)
{
    emit_compare_memory_small(e, slot.base, slot.displacement + SLOT_HOLDS, 1);
    emit_marks_add(slow, emit_jump_ahead_if(e, IF_NOT_EQUAL));
    if (receiver.constant)
        emit_compare_variable_small(e, (u32)&receiver.constant->room, 0);
    else
        emit_compare_memory_small(e, receiver.address, SERVER_ROOM, 0);
    emit_marks_add(slow, emit_jump_ahead_if(e, IF_LESS_EQUAL));
    if (receiver.constant)
        emit_store_constant(e, slot.base, slot.displacement + SLOT_OWNER, (u32)receiver.constant);
    else
        emit_store(e, slot.base, slot.displacement + SLOT_OWNER, receiver.address);
    restart_here(sections, e, begin);
    if (receiver.constant)
        emit_decrement_variable(e, (u32)&receiver.constant->room);
    else
        emit_decrement(e, receiver.address, SERVER_ROOM);
    if (owner.constant)
        emit_increment_variable(e, (u32)&owner.constant->room);
    else
        emit_increment(e, owner.address, SERVER_ROOM);
}

/* Who calls through the slot meanwhile finds either an owner and an object, or no owner. And the slot
 * gives up its object before the count goes down: references_cut() must not do so again. */
void references_emit_take_back(struct emitter *e, struct slot_operand slot, enum cpu_register object,
                               struct restart_list *sections, struct emit_marks *last, u32 *back)
{
    u32 begin = emit_address(e), cut;

    emit_load(e, object, slot.base, slot.displacement + SLOT_OBJECT);
    emit_store_constant(e, slot.base, slot.displacement + SLOT_OWNER, 0);
    emit_test_register(e, object);
    cut = emit_jump_ahead_if(e, IF_ZERO);
    emit_store_constant(e, slot.base, slot.displacement + SLOT_OBJECT, 0);
    restart_here(sections, e, begin);
    emit_decrement(e, object, OBJECT_COUNT);
    emit_marks_add(last, emit_jump_ahead_if(e, IF_ZERO));
    emit_land(e, cut);
    *back = emit_address(e);
}
