/* SPDX-License-Identifier: GPL-2.0-only */
/* Code that refuses calls, and what all entries share.
 *
 *      state on arrival: eax, ecx, edx scratch; [esp] return address,
 *      [esp + 4] reference, [esp + 8] first parameter
 *
 *      released:  edx = E_REFERENCE, go to fail
 *      gone:      edx = E_GONE, go to fail
 *      fail:      status in edx. For a function with references call_refused() releases
 *                 what would have moved and clears the places for results.
 *                 eax = edx if the result is a status, else 0; return
 *      restart:   enter again through the table that the slot has now. One of trap code's own
 *                 (crossing_into_kernel.c) is in no list, and nobody cuts it; but the thread counts its
 *                 object, so that says what has become of the server
 *      trap:      the way from user mode into the kernel's domain (crossing_into_kernel.c)
 */
#include "calls/stub.h"

#include "calls/assembler.h"
#include "calls/code_memory.h"
#include "calls/crossing.h"
#include "calls/entry_table.h"
#include "calls/reference_passing.h"
#include "machine/heap.h"
#include "model/object.h"
#include "model/reference.h"

#define SHARED_CODE_MAX 64u     /* bytes of emit_leave() and of the refusal of unused slots */

static u32 *unused_entries;
static u32 refuse, last, leave;

static void emit_call_refused(struct emitter *e, const struct function_type *function)
{
    emit_load_address(e, ECX, ESP, 4);          /* the arguments */
    emit_push(e, EDX);
    emit_push(e, ECX);
    emit_push_constant(e, (u32)function);
    emit_call(e, (u32)call_refused);
    emit_add_constant(e, ESP, 8);
    emit_pop(e, EDX);
}

static void emit_restart(struct emitter *e, u32 index)
{
    u32 own;

    emit_load(e, ECX, ESP, 4);
    emit_load_address(e, EAX, ECX, -(i32)slots);
    emit_compare_constant(e, EAX, sizeof slots);
    own = emit_jump_ahead_if(e, IF_ABOVE_EQUAL);
    emit_load(e, EAX, ECX, (i32)offsetof(struct slot, entries));
    emit_jump_memory(e, EAX, (i32)(4 * index));
    emit_land(e, own);
    emit_load(e, EAX, ECX, (i32)offsetof(struct slot, object));
    emit_load(e, EAX, EAX, (i32)offsetof(struct object, implementation));
    emit_load(e, EAX, EAX, (i32)offsetof(struct implementation, entries));
    emit_jump_memory(e, EAX, (i32)(4 * index));
}

static void emit_stubs(struct emitter *e, const struct function_type *function, u32 index,
                       struct function_stubs *stubs, u32 *released, u32 *gone)
{
    u32 to_fail;

    *released = emit_address(e);
    emit_load_constant(e, EDX, (u32)E_REFERENCE);
    to_fail = emit_jump_ahead(e);
    *gone = emit_address(e);
    emit_load_constant(e, EDX, (u32)E_GONE);
    emit_land(e, to_fail);
    stubs->fail = emit_address(e);
    if (function->references)
        emit_call_refused(e, function);
    if (function_has_status(function))
        emit_move(e, EAX, EDX);
    else
        emit_clear(e, EAX);
    emit_return(e);

    stubs->restart = emit_address(e);
    emit_restart(e, index);

    stubs->trap = crossing_emit_kernel_trap(e, function, index);
}

static void emit_all(struct emitter *e, struct interface_type *type, u32 *released, u32 *gone)
{
    u32 i;

    for (i = 0; i < type->function_count; i++)
        emit_stubs(e, &type->functions[i], i, &type->stubs[i], &released[i], &gone[i]);
}

void stub_fill_empty(u32 *table)
{
    table[0] = refuse;
    table[ENTRIES_TRAP(0)] = (u32)crossing_released;
}

/* The trap codes of a table whose every function refuses. */
static void fill_traps(u32 *table, const u8 *refusal)
{
    u32 i;

    for (i = 0; i < -table[ENTRIES_COUNT]; i++)
        table[ENTRIES_TRAP(i)] = (u32)refusal;
}

status stubs_make(struct interface_type *type)
{
    u32 count = type->function_count, words = entry_table_words(count);
    u32 *memory = heap_allocate(2 * words * sizeof *memory), *released, *gone;
    struct emitter e = { .room = 0 };

    if (!memory)
        return E_NOMEM;
    released = entry_table_at(memory, type, count);
    gone = entry_table_at(memory + words, type, count);
    if (!count) {
        stub_fill_empty(released);
        stub_fill_empty(gone);
    }
    emit_all(&e, type, released, gone);
    e = (struct emitter){ .code = code_allocate(e.length), .room = e.length };
    if (!e.code) {
        heap_free(memory);
        return E_NOMEM;
    }
    emit_all(&e, type, released, gone);
    fill_traps(released, crossing_released);
    fill_traps(gone, crossing_gone);
    type->released = released;
    type->gone = gone;
    return OK;
}

void stubs_free(struct interface_type *type)
{
    if (type->released)
        heap_free(entry_table_words_of(type->released));
}

/*      leave:     ecx object, eax result, edx call status; [esp] return address
 *                 one count less; go to last if it was the last
 *                 return
 *      last:      object_unreferenced(object), return */
static void emit_leave(struct emitter *e)
{
    last = emit_address(e);
    emit_push(e, EAX);
    emit_push(e, EDX);
    emit_push(e, ECX);
    emit_call(e, (u32)object_unreferenced);
    emit_pop(e, ECX);
    emit_pop(e, EDX);
    emit_pop(e, EAX);
    emit_return(e);
    leave = emit_address(e);
    emit_decrement(e, ECX, 0);
    emit_jump_if(e, IF_ZERO, last);
    emit_return(e);
}

status stubs_initialise(void)
{
    struct emitter e = { .code = code_allocate(SHARED_CODE_MAX), .room = SHARED_CODE_MAX };
    u32 *memory = heap_allocate(entry_table_words(SIGNATURE_FUNCTIONS_MAX) * sizeof *memory), i;

    if (!memory || !e.code)
        return E_NOMEM;
    unused_entries = entry_table_at(memory, NULL, SIGNATURE_FUNCTIONS_MAX);
    emit_leave(&e);
    refuse = emit_address(&e);
    emit_load_constant(&e, EDX, (u32)E_REFERENCE);
    emit_move(&e, EAX, EDX);
    emit_return(&e);
    for (i = 0; i < SIGNATURE_FUNCTIONS_MAX; i++)
        unused_entries[i] = refuse;
    fill_traps(unused_entries, crossing_released);
    return OK;
}

const u32 *stubs_unused(void)
{
    return unused_entries;
}

u32 stub_leave(void)
{
    return leave;
}

u32 stub_last(void)
{
    return last;
}
