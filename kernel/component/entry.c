/* SPDX-License-Identifier: GPL-2.0-only */
/* The generator of entry points.
 *
 * On entry            while the function runs       on return
 *
 *   parameters          parameters                    parameters
 *   reference           self                          (scratch)
 *   return address  ->  return address, ours      ->  return address
 *
 * The arguments stay where the caller put them. The caller's return address moves to the
 * call frame meanwhile and is pushed back at the end, so that the `ret` of the entry is
 * the one that the processor predicts for the caller's `call`. eax, ecx and edx are
 * scratch, as the C calling convention has it; no other register is touched.
 *
 *   1. Opening: the slot's table against this one (entry_block.c), its owner against the
 *      server of the newest frame, room for a frame and on the stack, sizes of blocks
 *      against their bounds. The object's count goes up; from there on object and server
 *      stay. The opening is one step: a thread that loses the processor in its middle
 *      begins again (entry_restart).
 *          eax object    ecx slot, then self    edx newest frame
 *   2. The frame:
 *
 *          frame - 4 * saved: [ slots lent and places of results ][ size ][ holder ]
 *          frame:             [ return address ][ object ][ server ][ entry ]
 *
 *   3. Serialised servers: cmpxchg puts the thread into server->holder if that is null;
 *      what was there is saved, and put back at the end. If it is another thread,
 *      monitor_wait().
 *   4. With references among the parameters: call_enter().
 *   5. The function.
 *   6. A counted block: the length against the size.
 *   7. References: call_leave(). From here the word of the reference, at the top of the
 *      stack, holds the call status where there is one to hold.
 *   8. The monitor, the frame, then the code that all share (stub.c): the count goes
 *      down, return. Result in eax, call status in edx.
 */
#include "entry.h"

#include "call.h"
#include "emit.h"
#include "frame_page.h"
#include "monitor.h"
#include "server.h"
#include "stub.h"

#define SLOT_ENTRIES    ((i32)offsetof(struct slot, entries))
#define SLOT_OBJECT     ((i32)offsetof(struct slot, object))
#define SLOT_OWNER      ((i32)offsetof(struct slot, owner))
#define FRAME_RETURN    ((i32)offsetof(struct frame, return_address))
#define FRAME_OBJECT    ((i32)offsetof(struct frame, object))
#define FRAME_SERVER    ((i32)offsetof(struct frame, server))
#define FRAME_ENTRY     ((i32)offsetof(struct frame, entry))
#define FRAME_SIZE      ((i32)sizeof(struct frame))
#define OBJECT_COUNT    ((i32)offsetof(struct object, count))
#define OBJECT_SELF     ((i32)offsetof(struct object, self))
/* The stack limit, as seen from the frame limit (frame_page.h). */
#define STACK_LIMIT     ((i32)(FRAME_RESERVE - 4))
/* On the caller's stack when the entry begins. */
#define REFERENCE       4
#define PARAMETERS      8

/* An entry being generated. */
struct generating {
    struct emitter *e;
    struct server *server;
    struct entry *entry;
    const struct function_stubs *stubs;
    u32 table;                  /* address of the entry points that this one is among */
    u32 implementation;         /* address of the server's function */
    i32 step;                   /* from the caller's frame to the new one, in bytes */
};

static void land_refusal(struct generating *g, u32 mark, status reason)
{
    emit_land(g->e, mark);
    emit_load_constant(g->e, EDX, (u32)reason);
    emit_jump(g->e, g->stubs->fail);
}

const struct parameter_type *entry_counted_block(const struct function_type *function)
{
    u32 i;

    for (i = 0; function->result == TYPE_COUNT; i++)
        if (function->parameters[i].type == TYPE_BLOCK && (function->parameters[i].direction & DIRECTION_OUT))
            return &function->parameters[i];
    return NULL;
}

static int has_size(const struct parameter_type *p)
{
    return p->type == TYPE_BLOCK && !(p->flags & PARAMETER_SIZE_CONSTANT);
}

u32 entry_saved_words(const struct function_type *function, u32 serialised)
{
    const struct parameter_type *counted = entry_counted_block(function);

    return function->references + (counted && has_size(counted)) + !!serialised;
}

/* Where the size of the counted block is saved, from the frame. */
static i32 saved_size(const struct generating *g)
{
    return g->server->serialised ? -8 : -4;
}

/* 1. Marks of the jumps that refuse are left in `marks`: reference, depth, stack, then
 * one for each block. */
static void emit_opening(struct generating *g, u32 marks[3 + SIGNATURE_WORDS_MAX])
{
    const struct function_type *function = g->entry->function;
    u32 i;

    emit_load(g->e, ECX, ESP, REFERENCE);
    emit_load_variable(g->e, EDX, (u32)&frame_top);
    emit_compare_memory(g->e, ECX, SLOT_ENTRIES, g->table);
    emit_jump_if(g->e, IF_NOT_EQUAL, g->stubs->restart);
    emit_load(g->e, EAX, ECX, SLOT_OWNER);
    emit_compare(g->e, EAX, EDX, FRAME_SERVER);
    marks[0] = emit_jump_ahead_if(g->e, IF_NOT_EQUAL);
    emit_load_variable(g->e, EAX, (u32)&frame_limit);
    emit_compare_registers(g->e, EDX, EAX);
    marks[1] = emit_jump_ahead_if(g->e, IF_ABOVE_EQUAL);
    emit_compare(g->e, ESP, EAX, STACK_LIMIT);
    marks[2] = emit_jump_ahead_if(g->e, IF_BELOW_EQUAL);
    for (i = 0; i < function->parameter_count; i++)
        if (has_size(&function->parameters[i])) {
            emit_compare_memory(g->e, ESP, PARAMETERS + 4 * (function->parameters[i].word + 1),
                                function->parameters[i].bound);
            marks[3 + i] = emit_jump_ahead_if(g->e, IF_ABOVE);
        }
    emit_load(g->e, EAX, ECX, SLOT_OBJECT);
    emit_load(g->e, ECX, EAX, OBJECT_SELF);
    emit_increment(g->e, EAX, OBJECT_COUNT);
    g->entry->committed = emit_address(g->e);
}

static void emit_refusals(struct generating *g, const u32 marks[3 + SIGNATURE_WORDS_MAX])
{
    const struct function_type *function = g->entry->function;
    u32 i;

    land_refusal(g, marks[0], E_REFERENCE);
    emit_land(g->e, marks[1]);
    land_refusal(g, marks[2], E_NOSPC);
    for (i = 0; i < function->parameter_count; i++)
        if (has_size(&function->parameters[i]))
            land_refusal(g, marks[3 + i], E_SIZE);
}

/* 2. */
static void emit_frame(struct generating *g)
{
    const struct parameter_type *counted = entry_counted_block(g->entry->function);

    emit_store(g->e, EDX, g->step + FRAME_OBJECT, EAX);
    emit_pop_memory(g->e, EDX, g->step + FRAME_RETURN);
    emit_store_constant(g->e, EDX, g->step + FRAME_SERVER, (u32)g->server);
    emit_store_constant(g->e, EDX, g->step + FRAME_ENTRY, (u32)g->entry);
    emit_add_constant(g->e, EDX, g->step);
    emit_store_variable(g->e, (u32)&frame_top, EDX);
    emit_store(g->e, ESP, 0, ECX);
    if (counted && has_size(counted)) {
        emit_load(g->e, EAX, ESP, 4 + 4 * (counted->word + 1));
        emit_store(g->e, EDX, saved_size(g), EAX);
    }
}

/* 3. Returns a mark of the jump to emit_contended(). */
static u32 emit_lock(struct generating *g)
{
    emit_load_variable(g->e, ECX, (u32)&current_thread);
    emit_clear(g->e, EAX);
    emit_compare_exchange(g->e, (u32)&g->server->holder, ECX);
    emit_store(g->e, EDX, -4, EAX);
    return emit_jump_ahead_if(g->e, IF_NOT_EQUAL);
}

/* The monitor has a holder, in eax; the thread is in ecx, the frame in edx. A thread
 * that re-enters goes on. Another one waits, and then finds the monitor empty. */
static void emit_contended(struct generating *g, u32 contended, u32 locked)
{
    u32 failed;

    emit_land(g->e, contended);
    emit_compare_registers(g->e, EAX, ECX);
    emit_jump_if(g->e, IF_EQUAL, locked);
    emit_store_constant(g->e, EDX, -4, 0);
    emit_call(g->e, (u32)monitor_wait);
    emit_test_register(g->e, EAX);
    failed = emit_jump_ahead_if(g->e, IF_NEGATIVE);
    emit_jump(g->e, locked);

    /* The call is refused: no frame any more, one count less, then as any refusal. The
     * return address is on the stack again when the count goes down: whoever destroys
     * the object needs frames. */
    emit_land(g->e, failed);
    emit_load_variable(g->e, EDX, (u32)&frame_top);
    emit_load(g->e, ECX, EDX, FRAME_OBJECT);
    emit_push_memory(g->e, EDX, FRAME_RETURN);
    emit_add_constant(g->e, EDX, -g->step);
    emit_store_variable(g->e, (u32)&frame_top, EDX);
    emit_move(g->e, EDX, EAX);
    emit_push_constant(g->e, g->stubs->fail);
    emit_jump(g->e, stub_leave());
}

/* 4. Returns a mark of the jump taken if it fails. */
static u32 emit_references_in(struct generating *g)
{
    emit_push(g->e, ESP);
    emit_call(g->e, (u32)call_enter);
    emit_pop(g->e, ECX);
    emit_test_register(g->e, EAX);
    return emit_jump_ahead_if(g->e, IF_NEGATIVE);
}

/* 6. Returns a mark of the jump taken if it is too long; clobbers edx. Where there are
 * references too, call_leave() does this. */
static u32 emit_count_check(struct generating *g, const struct parameter_type *counted)
{
    if (has_size(counted)) {
        emit_load_variable(g->e, EDX, (u32)&frame_top);
        emit_compare(g->e, EAX, EDX, saved_size(g));
    } else {
        emit_compare_constant(g->e, EAX, counted->bound);
    }
    return emit_jump_ahead_if(g->e, IF_GREATER);
}

/* A call that fails with the status in eax, after the monitor was entered. */
static void emit_failure(struct generating *g, u32 finish)
{
    emit_store(g->e, ESP, 0, EAX);
    if (!function_has_status(g->entry->function))
        emit_clear(g->e, EAX);
    emit_jump(g->e, finish);
}

/* 8. `status_saved`: the call status stands at the top of the stack. Returns a mark of
 * the jump to emit_attend(); `left` is where it comes back. */
static u32 emit_finish(struct generating *g, int status_saved, u32 *left)
{
    u32 wanted = 0;

    emit_load_variable(g->e, EDX, (u32)&frame_top);
    if (g->server->serialised) {
        emit_load(g->e, ECX, EDX, -4);
        emit_store_variable(g->e, (u32)&g->server->holder, ECX);
        emit_test_variable(g->e, (u32)&g->server->attention);
        wanted = emit_jump_ahead_if(g->e, IF_NOT_EQUAL);
    }
    *left = emit_address(g->e);
    emit_load(g->e, ECX, EDX, FRAME_OBJECT);
    emit_push_memory(g->e, EDX, FRAME_RETURN);
    emit_add_constant(g->e, EDX, -g->step);
    emit_store_variable(g->e, (u32)&frame_top, EDX);
    if (status_saved)
        emit_load(g->e, EDX, ESP, 4);
    else
        emit_clear(g->e, EDX);
    emit_jump(g->e, stub_leave());
    return wanted;
}

/* Somebody waits for the monitor, or an object in it for its destruction. */
static void emit_attend(struct generating *g, u32 wanted, u32 left)
{
    emit_land(g->e, wanted);
    emit_push(g->e, EAX);
    emit_push_constant(g->e, (u32)g->server);
    emit_call(g->e, (u32)monitor_attend);
    emit_pop(g->e, ECX);
    emit_pop(g->e, EAX);
    emit_load_variable(g->e, EDX, (u32)&frame_top);
    emit_jump(g->e, left);
}

void entry_emit(struct emitter *e, struct server *server, struct entry *entry,
                const struct function_stubs *stubs, u32 table, u32 address)
{
    struct generating generating = { .e = e, .server = server, .entry = entry, .stubs = stubs, .table = table,
                                     .implementation = address, .step = FRAME_SIZE + 4 * (i32)entry->saved };
    struct generating *g = &generating;
    const struct function_type *function = g->entry->function;
    int references = function->references || function->result == TYPE_REFERENCE;
    const struct parameter_type *counted = references ? NULL : entry_counted_block(function);
    u32 marks[3 + SIGNATURE_WORDS_MAX], contended = 0, wanted, refused = 0, too_long = 0;
    u32 locked, finish, left;

    g->entry->code = emit_address(g->e);
    emit_opening(g, marks);
    emit_frame(g);
    if (g->server->serialised)
        contended = emit_lock(g);
    locked = emit_address(g->e);
    if (references)
        refused = emit_references_in(g);
    emit_call(g->e, g->implementation);
    if (counted) {
        too_long = emit_count_check(g, counted);
        emit_store_constant(g->e, ESP, 0, OK);
    }
    if (references) {
        emit_push(g->e, EAX);
        emit_call(g->e, (u32)call_leave);
        emit_pop(g->e, ECX);
        emit_store(g->e, ESP, 0, EDX);
    }
    finish = emit_address(g->e);
    wanted = emit_finish(g, references || counted, &left);

    emit_refusals(g, marks);
    if (g->server->serialised) {
        emit_contended(g, contended, locked);
        emit_attend(g, wanted, left);
    }
    if (counted) {
        emit_land(g->e, too_long);
        emit_load_constant(g->e, EAX, (u32)E_SIZE);
        emit_failure(g, finish);
    }
    if (references) {
        emit_land(g->e, refused);
        emit_failure(g, finish);
    }
}
