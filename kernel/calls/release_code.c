/* SPDX-License-Identifier: GPL-2.0-only */
/* The generator of the code that gives up a server's last hold of a reference, in a trap: what
 * slot_release() and object_keep() do, with interrupts off. Most references that user mode gives up
 * are to packets, which others have too, or which are kept. */
#include "calls/release_code.h"

#include "calls/crossing_code.h"
#include "model/kept.h"

#define HANDLE_SLOT ((i32)((u32)slots - USER_HANDLES))
#define SLOT_NEXT   ((i32)offsetof(struct slot, holds_or_next))
#define OBJECT_COUNT ((i32)offsetof(struct object, count))
#define OBJECT_NEXT ((i32)offsetof(struct object, next))
#define OBJECT_IMPLEMENTATION ((i32)offsetof(struct object, implementation))
#define OF_IMPLEMENTATION(field) ((i32)offsetof(struct implementation, field))
#define SERVER_ROOM ((i32)offsetof(struct server, room))

/* The slot of the handle in eax, which is esi's, becomes free; ebx and edx are changed. */
static void emit_free_slot(struct emitter *e)
{
    emit_increment(e, ESI, SERVER_ROOM);
    emit_load(e, EBX, EDI, OBJECT_IMPLEMENTATION);
    emit_load(e, EBX, EBX, OF_IMPLEMENTATION(type));
    emit_load(e, EBX, EBX, (i32)offsetof(struct interface_type, released));
    emit_store(e, EAX, HANDLE_SLOT + SLOT_ENTRIES, EBX);
    emit_store_constant(e, EAX, HANDLE_SLOT + SLOT_OBJECT, 0);
    emit_store_constant(e, EAX, HANDLE_SLOT + SLOT_OWNER, 0);
    emit_increment_variable(e, (u32)&owned_slots.free);
    emit_load_address(e, EBX, EAX, HANDLE_SLOT);
    emit_load_variable(e, EDX, (u32)&owned_slots.list.youngest);
    emit_store(e, EDX, SLOT_NEXT, EBX);
    emit_store_variable(e, (u32)&owned_slots.list.youngest, EBX);
}

/* The object in edi, whose last count this was, is kept; if it cannot be, a jump to `slow`, with ecx
 * and ebp changed. */
static void emit_keep(struct emitter *e, struct emit_marks *slow)
{
    emit_load(e, ECX, EDI, OBJECT_IMPLEMENTATION);
    emit_compare_memory_small(e, ECX, OF_IMPLEMENTATION(keeps), 0);
    emit_marks_add(slow, emit_jump_ahead_if(e, IF_EQUAL));
    emit_load(e, EBP, ECX, OF_IMPLEMENTATION(server));
    emit_compare_memory_small(e, EBP, SERVER_ROOM, 0);
    emit_marks_add(slow, emit_jump_ahead_if(e, IF_LESS_EQUAL));
    emit_decrement(e, EBP, SERVER_ROOM);
    emit_load(e, EBX, ECX, OF_IMPLEMENTATION(kept));
    emit_store(e, EDI, OBJECT_NEXT, EBX);
    emit_store(e, ECX, OF_IMPLEMENTATION(kept), EDI);
    emit_increment(e, ECX, OF_IMPLEMENTATION(kept_count));
    emit_decrement_variable(e, (u32)&objects_alive);
}

void release_emit_last(struct emitter *e, struct emit_marks *slow)
{
    struct emit_marks not_kept = { .count = 0 };
    u32 others;

    emit_load(e, EDI, EAX, HANDLE_SLOT + SLOT_OBJECT);
    emit_test_register(e, EDI);
    emit_marks_add(slow, emit_jump_ahead_if(e, IF_ZERO));
    emit_compare_memory_small(e, EDI, OBJECT_COUNT, 1);
    others = emit_jump_ahead_if(e, IF_NOT_EQUAL);
    emit_keep(e, &not_kept);
    emit_land(e, others);
    emit_decrement(e, EDI, OBJECT_COUNT);
    emit_free_slot(e);
    emit_clear(e, EAX);
    crossing_emit_return_to_user(&(struct crossing){ .e = e });

    emit_marks_land(e, &not_kept);
    emit_load(e, ECX, ESP, REGISTERS_ECX);
    emit_load_variable(e, EBP, (u32)&frame_top);
    emit_marks_add(slow, emit_jump_ahead(e));
}
