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
 *      stay. The opening is one step (restart.h); it begins again as a new call.
 *   2. Serialised servers: cmpxchg puts the thread into server->holder if that is null;
 *      what was there is saved, and put back at the end. If it is another thread,
 *      monitor_wait(). A thread that loses the processor between the count and the monitor
 *      looks first whether the server ended meanwhile.
 *   3. The frame:
 *
 *          frame - 4 * saved: [ slots lent and places of results ][ size ][ holder ]
 *          frame:             [ return address ][ object ][ server ][ entry ]
 *
 *   4. References to the callee (entry_passing.c).
 *   5. The function.
 *   6. A counted block: the length against the size. References back.
 *   7. The monitor, the frame; the count goes down; return. Result in eax, call status in edx.
 *
 * Behind that stand the ways of calls that are refused, that wait, or that fail.
 */
#include "calls/entry.h"

#include "calls/entry_code.h"
#include "calls/reference_passing.h"
#include "calls/stub.h"
#include "calls/trace.h"
#include "model/monitor.h"

#define SLOT_ENTRIES    ((i32)offsetof(struct slot, entries))
#define SLOT_OBJECT     ((i32)offsetof(struct slot, object))
#define SLOT_OWNER      ((i32)offsetof(struct slot, owner))
#define OBJECT_COUNT    ((i32)offsetof(struct object, count))
#define OBJECT_SELF     ((i32)offsetof(struct object, self))
/* The stack limit, as seen from the frame limit (frame_page.h). */
#define STACK_LIMIT     ((i32)(FRAME_RESERVE - 4))
/* On the caller's stack when the entry begins. */
#define REFERENCE       4
#define PARAMETERS      8
/* The word that the monitor's previous holder is saved in, from the frame. */
#define HOLDER          (-4)

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

    return function->saved + (counted && has_size(counted)) + !!serialised;
}

/* 1. */
static void emit_opening(struct generating *g)
{
    u32 i;

    emit_load(g->e, ECX, ESP, REFERENCE);
    emit_load_variable(g->e, EDX, (u32)&frame_top);
    emit_compare_memory(g->e, ECX, SLOT_ENTRIES, g->table);
    emit_jump_if(g->e, IF_NOT_EQUAL, g->stubs->restart);
    emit_load(g->e, EAX, ECX, SLOT_OWNER);
    emit_compare(g->e, EAX, EDX, FRAME_SERVER);
    emit_marks_add(&g->no_reference, emit_jump_ahead_if(g->e, IF_NOT_EQUAL));
    emit_load_variable(g->e, EAX, (u32)&frame_limit);
    emit_compare_registers(g->e, EDX, EAX);
    emit_marks_add(&g->no_room, emit_jump_ahead_if(g->e, IF_ABOVE_EQUAL));
    emit_compare(g->e, ESP, EAX, STACK_LIMIT);
    emit_marks_add(&g->no_room, emit_jump_ahead_if(g->e, IF_BELOW_EQUAL));
    for (i = 0; i < g->function->parameter_count; i++)
        if (has_size(&g->function->parameters[i])) {
            emit_compare_memory(g->e, ESP, PARAMETERS + 4 * (g->function->parameters[i].word + 1),
                                g->function->parameters[i].bound);
            emit_marks_add(&g->no_size, emit_jump_ahead_if(g->e, IF_ABOVE));
        }
    emit_load(g->e, EAX, ECX, SLOT_OBJECT);
    if (!g->server->serialised)
        emit_load(g->e, ECX, EAX, OBJECT_SELF);
    emit_store(g->e, EDX, g->step + FRAME_OBJECT, EAX);
    emit_increment(g->e, EAX, OBJECT_COUNT);
    restart_note(g->sections,
                 (struct restart_section){ g->entry->code, emit_address(g->e), g->stubs->restart });
}

static void emit_refusals(struct generating *g)
{
    static const status reasons[] = { E_REFERENCE, E_NOSPC, E_SIZE };
    struct emit_marks *const lists[] = { &g->no_reference, &g->no_room, &g->no_size };
    u32 i;

    for (i = 0; i < sizeof lists / sizeof *lists; i++)
        if (lists[i]->count) {
            emit_marks_land(g->e, lists[i]);
            emit_load_constant(g->e, EDX, (u32)reasons[i]);
            emit_jump(g->e, g->stubs->fail);
        }
}

/* 2. What its slow ways need to know. */
struct monitor_way {
    u32 begin, end;             /* the instructions up to the one that takes the monitor */
    u32 held;                   /* mark of the jump if it has a holder */
    u32 entered;                /* where the thread goes on inside */
};

static void emit_monitor(struct generating *g, struct monitor_way *way)
{
    way->begin = emit_address(g->e);
    emit_load_variable(g->e, ECX, (u32)&current_thread);
    emit_clear(g->e, EAX);
    emit_compare_exchange(g->e, (u32)&g->server->holder, ECX);
    way->end = emit_address(g->e);
    emit_store(g->e, EDX, g->step + HOLDER, EAX);
    way->held = emit_jump_ahead_if(g->e, IF_NOT_EQUAL);
    way->entered = emit_address(g->e);
    emit_load(g->e, EAX, EDX, g->step + FRAME_OBJECT);
    emit_load(g->e, ECX, EAX, OBJECT_SELF);
}

/* The monitor has a holder, in eax; the thread is in ecx, the caller's frame in edx. A thread
 * that re-enters goes on. Another one waits, and then finds the monitor its own. */
static void emit_monitor_slowly(struct generating *g, const struct monitor_way *way)
{
    u32 refused, ended;

    emit_land(g->e, way->held);
    emit_compare_registers(g->e, EAX, ECX);
    emit_jump_if(g->e, IF_EQUAL, way->entered);
    emit_push_memory(g->e, EDX, g->step + FRAME_OBJECT);
    emit_push_constant(g->e, (u32)g->server);
    emit_call(g->e, (u32)monitor_wait);
    emit_pop(g->e, ECX);
    emit_load_variable(g->e, EDX, (u32)&frame_top);
    emit_pop_memory(g->e, EDX, g->step + FRAME_OBJECT);
    emit_store_constant(g->e, EDX, g->step + HOLDER, 0);
    emit_test_register(g->e, EAX);
    emit_jump_if(g->e, IF_NOT_NEGATIVE, way->entered);

    /* The call is refused: one count less, then as any refusal. */
    refused = emit_address(g->e);
    emit_load(g->e, ECX, EDX, g->step + FRAME_OBJECT);
    emit_move(g->e, EDX, EAX);
    emit_push_constant(g->e, g->stubs->fail);
    emit_jump(g->e, stub_leave());

    /* The thread was taken off the processor before it had the monitor. */
    ended = emit_address(g->e);
    emit_compare_variable_small(g->e, (u32)&g->server->state, SERVER_GOING);
    emit_jump_if(g->e, IF_NOT_EQUAL, way->begin);
    emit_load_constant(g->e, EAX, (u32)E_GONE);
    emit_jump(g->e, refused);
    restart_note(g->sections, (struct restart_section){ way->begin, way->end, ended });
}

/* 3. Self is in ecx, the caller's frame in edx. */
static void emit_frame(struct generating *g)
{
    emit_pop_memory(g->e, EDX, g->step + FRAME_RETURN);
    emit_store_constant(g->e, EDX, g->step + FRAME_SERVER, (u32)g->server);
    emit_store_constant(g->e, EDX, g->step + FRAME_ENTRY, (u32)g->entry);
    entry_emit_places(g);
    emit_add_variable(g->e, (u32)&frame_top, g->step);
    emit_store(g->e, ESP, 0, ECX);
    if (g->counted && has_size(g->counted)) {
        emit_load(g->e, EAX, ESP, argument_place(g->counted) + 4);
        emit_store(g->e, EDX, g->step + saved_place(g, g->function->saved), EAX);
    }
    if (g->server->traced)
        trace_emit_call(g->e, ESP, 4);
}

/* 6. The length in eax; changes edx. */
static void emit_count_check(struct generating *g)
{
    if (has_size(g->counted)) {
        emit_load_variable(g->e, EDX, (u32)&frame_top);
        emit_compare(g->e, EAX, EDX, saved_place(g, g->function->saved));
    } else {
        emit_compare_constant(g->e, EAX, g->counted->bound);
    }
    emit_marks_add(&g->slow_leave, emit_jump_ahead_if(g->e, IF_GREATER));
}

/* Somebody waits for the monitor, or an object in it for its destruction. Comes back to `left`
 * with the frame in edx. */
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

/* 7. `failed`: the call status stands at the top of the stack; else it is OK. When the count is
 * down this code may become another server's; but what follows is the same there. */
static void emit_finish(struct generating *g, int failed)
{
    u32 wanted = 0, left;

    if (g->server->traced) {
        if (failed)
            emit_load(g->e, EDX, ESP, 0);
        else
            emit_clear(g->e, EDX);
        trace_emit_return(g->e);
    }
    emit_load_variable(g->e, EDX, (u32)&frame_top);
    if (g->server->serialised) {
        emit_load(g->e, ECX, EDX, HOLDER);
        emit_store_variable(g->e, (u32)&g->server->holder, ECX);
        emit_compare_variable_small(g->e, (u32)&g->server->attention, 0);
        wanted = emit_jump_ahead_if(g->e, IF_NOT_EQUAL);
    }
    left = emit_address(g->e);
    emit_load(g->e, ECX, EDX, FRAME_OBJECT);
    emit_add_variable(g->e, (u32)&frame_top, -g->step);
    emit_push_memory(g->e, EDX, FRAME_RETURN);  /* which nobody changes any more (server_failure.c) */
    if (failed)
        emit_load(g->e, EDX, ESP, 4);
    else
        emit_clear(g->e, EDX);
    emit_decrement(g->e, ECX, OBJECT_COUNT);
    emit_jump_if(g->e, IF_ZERO, stub_last());
    emit_return(g->e);
    if (wanted)
        emit_attend(g, wanted, left);
}

/* Calls that fail in their frame: first those whose references are still to be given back. */
static void emit_failures(struct generating *g)
{
    u32 fails;

    entry_emit_references_slowly(g);
    if (!g->failed.count && !g->slow_leave.count)
        return;
    emit_marks_land(g->e, &g->failed);
    emit_store(g->e, ESP, 0, EAX);
    if (!function_has_status(g->function))
        emit_clear(g->e, EAX);
    fails = emit_jump_ahead(g->e);
    emit_marks_land(g->e, &g->slow_leave);
    emit_push(g->e, EAX);
    emit_call(g->e, (u32)call_leave);
    emit_pop(g->e, ECX);
    emit_store(g->e, ESP, 0, EDX);
    emit_land(g->e, fails);
    emit_finish(g, 1);
}

void entry_emit(struct emitter *e, struct server *server, struct entry *entry,
                const struct function_stubs *stubs, u32 table, u32 address, struct restart_list *sections)
{
    struct generating generating = {
        .e = e, .sections = sections, .server = server, .entry = entry, .function = entry->function,
        .stubs = stubs, .table = table,
        .step = FRAME_SIZE + 4 * (i32)entry->saved, .counted = entry_counted_block(entry->function)
    };
    struct generating *g = &generating;
    struct monitor_way way = { .begin = 0 };

    entry->code = emit_address(e);
    emit_opening(g);
    if (server->serialised)
        emit_monitor(g, &way);
    emit_frame(g);
    entry_emit_references_in(g);
    emit_call(e, address);
    if (g->counted)
        emit_count_check(g);
    entry_emit_references_out(g);
    emit_finish(g, 0);

    emit_refusals(g);
    if (server->serialised)
        emit_monitor_slowly(g, &way);
    emit_failures(g);
}
