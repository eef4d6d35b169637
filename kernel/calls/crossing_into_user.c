/* SPDX-License-Identifier: GPL-2.0-only */
/* The generator of calls into user domains.
 *
 * A trap begins in trap.asm, which has checked reference, owner and function number, and jumps
 * here with interrupts off:
 *
 *      ebx     entry points of the slot            esi     the caller's server
 *      ecx     the caller's stack                  ebp     newest frame: the caller's
 *      edx     offset of the slot                  esp     registers (crossing_state.h)
 *
 * An entry point, called in the kernel's domain, brings about the same. Then:
 *
 *   1. Room for a frame, and a free stack of the domain: edi.
 *   2. Trap code copies what the caller passes (crossing_parameters.c): nothing has changed yet.
 *   3. The call is made: its object is counted, the stack is taken, the frame is pushed, and the
 *      thread's kernel stack is noted in TSS_ESP0. From here on crossing_undo() ends it.
 *   4. Entry points copy here, with interrupts on if memory is named: what the kernel's domain
 *      passes needs no second look, and may have to be brought in by a pager.
 *   5. References are lent, the monitor is entered, references are moved.
 *   6. The space is loaded unless it is already, and sysexit goes to the function.
 *
 * The function returns through the address at the top of its stack, to trap.asm and from there
 * to crossing_return.c's code, whose address is in the frame.
 */
#include "calls/crossing_code.h"

#include "calls/crossing_state.h"
#include "calls/entry.h"
#include "calls/trace.h"
#include "machine/space.h"
#include "model/domain.h"
#include "model/monitor.h"
#include "model/object.h"
#include "model/server.h"
#include "model/user_stack.h"

#define OBJECT_COUNT    ((i32)offsetof(struct object, count))
#define OBJECT_SELF     ((i32)offsetof(struct object, self))
#define STACK_NEXT      ((i32)offsetof(struct user_stack, next))
#define STACK_TOP       ((i32)offsetof(struct user_stack, top))
/* The kernel stack's limit, as seen from the frame limit (frame_page.h). */
#define STACK_LIMIT     ((i32)(FRAME_RESERVE - 4))

void crossing_refuse_if(struct crossing *g, enum condition condition, status reason)
{
    g->refusals[g->refusal_count++] = (struct crossing_refusal){
        emit_jump_ahead_if(g->e, condition), reason, g->exit
    };
}

/* All jumps with the same reason and exit as the first that is left; returns how many remain. */
static u32 emit_refusal(struct crossing *g, u32 first, const u32 targets[])
{
    struct crossing_refusal like = g->refusals[first];
    u32 left = first, i;

    for (i = first; i < g->refusal_count; i++) {
        struct crossing_refusal *refusal = &g->refusals[i];

        if (refusal->reason == like.reason && refusal->exit == like.exit)
            emit_land(g->e, refusal->mark);
        else
            g->refusals[left++] = *refusal;
    }
    if (like.reason)
        emit_load_constant(g->e, EAX, (u32)like.reason);
    emit_jump(g->e, targets[like.exit]);
    return left;
}

void crossing_emit_refusals(struct crossing *g, u32 refused)
{
    const u32 targets[] = {
        [EXIT_REFUSED] = refused, [EXIT_FAILED] = (u32)crossing_fail,
        [EXIT_LOCKED] = (u32)crossing_fail_locked, [EXIT_RETURNED] = (u32)crossing_fail_late
    };

    while (g->refusal_count)
        g->refusal_count = emit_refusal(g, 0, targets);
}

void crossing_note_push(struct crossing *g, u32 words)
{
    g->kept += 4 * (i32)words;
    g->registers += 4 * (i32)words;
}

u32 crossing_locks(const struct crossing *g)
{
    return !!g->server->serialised;
}

void crossing_emit_room(struct crossing *g, i32 extra)
{
    emit_load_variable(g->e, EAX, (u32)&frame_limit);
    emit_move(g->e, ESI, EAX);
    emit_subtract(g->e, ESI, EBP);
    emit_triple(g->e, ESI, ESI);
    emit_add_memory(g->e, ESI, EAX, STACK_LIMIT);
    emit_add_constant(g->e, ESI, extra);
    emit_compare_registers(g->e, ESP, ESI);
    crossing_refuse_if(g, IF_BELOW_EQUAL, E_NOSPC);
}

/* What the call takes of the kernel stack, beyond what goes with its frame. */
static i32 stack_needed(const struct crossing *g)
{
    return 4 * (i32)(g->layout.kept + crossing_locks(g) + 1) - (i32)CROSSING_FRAME_STACK;
}

/* 1. Returns a mark of the jump taken if the domain has no free stack. */
static u32 emit_stack(struct crossing *g)
{
    emit_load_variable(g->e, EDI, (u32)&g->server->domain->free_stacks);
    emit_test_register(g->e, EDI);
    return emit_jump_ahead_if(g->e, IF_ZERO);
}

static void emit_keep(struct crossing *g)
{
    g->kept = 0;
    g->registers = 4 * (i32)g->layout.kept;
    if (g->layout.kept)
        emit_add_constant(g->e, ESP, -g->registers);
}

/* 3. The slot is at [edx + slot]; `leave` is where the function returns to. */
static void emit_commit(struct crossing *g, i32 slot, u32 leave)
{
    emit_load(g->e, EDX, EDX, slot + SLOT_OBJECT);
    emit_increment(g->e, EDX, OBJECT_COUNT);
    emit_load(g->e, EAX, EDI, STACK_NEXT);
    emit_store_variable(g->e, (u32)&g->server->domain->free_stacks, EAX);
    emit_store_constant(g->e, EBP, FRAME_SIZE + FRAME_RETURN, leave);
    emit_store(g->e, EBP, FRAME_SIZE + FRAME_OBJECT, EDX);
    emit_store_constant(g->e, EBP, FRAME_SIZE + FRAME_SERVER, (u32)g->server);
    emit_store_constant(g->e, EBP, FRAME_SIZE + FRAME_ENTRY, (u32)g->entry);
    emit_add_constant(g->e, EBP, FRAME_SIZE);
    emit_store_variable(g->e, (u32)&frame_top, EBP);
    if (crossing_locks(g))
        emit_push_constant(g->e, 0);
    emit_push(g->e, EDI);
    emit_store_variable(g->e, (u32)&kernel_stack_top, ESP);
    crossing_note_push(g, crossing_locks(g) + 1);
    g->exit = EXIT_FAILED;
    emit_load(g->e, EDX, EDX, OBJECT_SELF);
    emit_store(g->e, EDI, g->arguments - 4, EDX);
}

/* 5. Takes the monitor; what is there if it has a holder already comes behind. */
static void emit_lock(struct crossing *g)
{
    u32 holder = (u32)&g->server->holder, held, again, other;

    emit_load_variable(g->e, EAX, holder);
    emit_test_register(g->e, EAX);
    held = emit_jump_ahead_if(g->e, IF_NOT_EQUAL);
    emit_load_variable(g->e, EAX, (u32)&current_thread);
    emit_store_variable(g->e, holder, EAX);
    again = emit_jump_ahead(g->e);

    emit_land(g->e, held);
    emit_compare_variable(g->e, EAX, (u32)&current_thread);
    other = emit_jump_ahead_if(g->e, IF_NOT_EQUAL);
    emit_store(g->e, ESP, 4, EAX);
    held = emit_jump_ahead(g->e);
    emit_land(g->e, other);
    emit_load_constant(g->e, ECX, (u32)g->server);
    emit_call(g->e, (u32)crossing_wait);
    emit_test_register(g->e, EAX);
    crossing_refuse_if(g, IF_NEGATIVE, 0);
    emit_land(g->e, held);
    emit_land(g->e, again);
}

/* 6. Registers are left as they are: they hold addresses of the kernel's, which say nothing, but for ebx
 * of an entry point, which may still be the caller's. */
static void emit_switch(struct crossing *g, u32 address)
{
    i32 below = g->arguments - 8 + (i32)USER_STACK_FIXED;
    u32 loaded;

    emit_load(g->e, ECX, EDI, STACK_TOP);
    if (below) {
        emit_store_constant(g->e, EDI, g->arguments - 8, USER_RETURN);
        emit_add_constant(g->e, ECX, below);
    }
    emit_load_constant(g->e, EDX, address);
    emit_compare_variable_constant(g->e, (u32)&current_directory, g->server->directory);
    loaded = emit_jump_ahead_if(g->e, IF_EQUAL);
    emit_load_constant(g->e, EAX, g->server->directory);
    emit_store_variable(g->e, (u32)&current_directory, EAX);
    emit_load_space(g->e, EAX);
    emit_land(g->e, loaded);
    if (g->way == KERNEL_TO_USER)
        emit_clear(g->e, EBX);
    emit_interrupts_on(g->e);
    emit_enter_user(g->e);
}

/* 5 and 6. */
static void emit_rest(struct crossing *g, u32 address)
{
    crossing_emit_lend(g);
    if (crossing_locks(g))
        emit_lock(g);
    g->exit = EXIT_LOCKED;
    crossing_emit_move(g);
    if (g->server->traced) {
        emit_clear_flags(g->e);
        trace_emit_call(g->e, EDI, g->arguments);
    }
    emit_switch(g, address);
}

static void emit_trap(struct crossing *g, u32 leave, u32 address)
{
    u32 words = g->function->words, none;

    g->entry->trap = emit_address(g->e);
    g->exit = EXIT_REFUSED;
    emit_clear_direction(g->e);
    emit_compare_variable(g->e, EBP, (u32)&frame_limit);
    crossing_refuse_if(g, IF_ABOVE_EQUAL, E_NOSPC);
    g->server_in_esi = !g->layout.area;
    if (stack_needed(g) + REGISTERS_SIZE > 0) {
        crossing_emit_room(g, stack_needed(g));
        g->server_in_esi = 0;
    }
    if (words) {
        emit_compare_constant(g->e, ECX, USER_END - (CALLER_PARAMETERS + 4 * words));
        crossing_refuse_if(g, IF_ABOVE, E_FAULT);
    }
    none = emit_stack(g);
    emit_keep(g);
    crossing_emit_parameters(g);
    emit_commit(g, (i32)slots, leave);
    emit_rest(g, address);

    emit_land(g->e, none);
    emit_load_constant(g->e, EAX, (u32)g->server->domain);
    emit_jump(g->e, (u32)crossing_no_stack);
    crossing_emit_refusals(g, (u32)crossing_refuse);
}

/* The entry point's own beginning: what trap.asm does for a trap. Returns a mark of the jump taken
 * if the slot has another table by now. */
static u32 emit_opening(struct crossing *g, u32 table)
{
    u32 other;

    emit_interrupts_off(g->e);
    emit_move(g->e, ECX, ESP);
    emit_load(g->e, EDX, ESP, 4);
    emit_compare_memory(g->e, EDX, SLOT_ENTRIES, table);
    other = emit_jump_ahead_if(g->e, IF_NOT_EQUAL);
    emit_push_all(g->e);
    emit_load_variable(g->e, EAX, (u32)&kernel_stack_top);
    emit_store(g->e, ESP, REGISTERS_ESP, EAX);
    emit_load_variable(g->e, EBP, (u32)&frame_top);
    emit_load(g->e, EAX, EDX, SLOT_OWNER);
    emit_compare(g->e, EAX, EBP, FRAME_SERVER);
    crossing_refuse_if(g, IF_NOT_EQUAL, E_REFERENCE);
    emit_compare_variable(g->e, EBP, (u32)&frame_limit);
    crossing_refuse_if(g, IF_ABOVE_EQUAL, E_NOSPC);
    crossing_emit_room(g, stack_needed(g) + (i32)CROSSING_MARGIN);
    return other;
}

/* Whether the parameters name memory of the caller's. */
static int names_memory(const struct function_type *function)
{
    u32 i;

    for (i = 0; i < function->parameter_count; i++)
        if (is_block(&function->parameters[i]) || is_result(&function->parameters[i]))
            return 1;
    return 0;
}

/* 4. While interrupts are on, ebp says that a page fault is not user mode's (crossing_fault.c), and the
 * frame stands aside. */
static void emit_kernel_parameters(struct crossing *g, u32 leave)
{
    if (!names_memory(g->function)) {
        crossing_emit_parameters(g);
        return;
    }
    emit_clear(g->e, EBP);
    emit_interrupts_on(g->e);
    crossing_emit_parameters(g);
    emit_interrupts_off(g->e);
    emit_load_variable(g->e, EBP, (u32)&frame_top);
    emit_store_constant(g->e, EBP, FRAME_RETURN, leave);
}

/* What an entry point does when it cannot make the call. */
static void emit_kernel_exits(struct crossing *g, const struct function_stubs *stubs, u32 other, u32 none)
{
    u32 refused;

    emit_land(g->e, other);
    emit_interrupts_on(g->e);
    emit_jump(g->e, stubs->restart);

    emit_land(g->e, none);
    emit_push_constant(g->e, (u32)g->server->domain);
    emit_call(g->e, (u32)user_stack_create);
    emit_pop(g->e, ECX);
    emit_test_register(g->e, EAX);
    g->exit = EXIT_REFUSED;
    crossing_refuse_if(g, IF_NEGATIVE, 0);
    emit_pop_all(g->e);
    emit_jump(g->e, g->entry->code);

    refused = emit_address(g->e);
    emit_store(g->e, ESP, REGISTERS_EDX, EAX);
    emit_pop_all(g->e);
    emit_interrupts_on(g->e);
    emit_jump(g->e, stubs->fail);
    crossing_emit_refusals(g, refused);
}

static void emit_entry(struct crossing *g, const struct function_stubs *stubs, u32 table, u32 leave,
                       u32 address)
{
    u32 other, none;

    g->entry->code = emit_address(g->e);
    g->exit = EXIT_REFUSED;
    other = emit_opening(g, table);
    none = emit_stack(g);
    emit_keep(g);
    emit_commit(g, 0, names_memory(g->function) ? FRAME_ASIDE : leave);
    emit_kernel_parameters(g, leave);
    emit_rest(g, address);
    emit_kernel_exits(g, stubs, other, none);
}

static void begin(struct crossing *g, enum crossing_way way)
{
    g->way = way;
    g->server_in_esi = 0;
    g->end = -(i32)USER_STACK_FIXED;
    g->arguments = 8 + g->end;
    if (g->layout.area)
        g->arguments -= (i32)(g->layout.area + 4 * (2 + g->function->words));
}

void crossing_emit(struct emitter *e, struct server *server, struct entry *entry,
                   const struct function_stubs *stubs, u32 table, u32 address)
{
    struct crossing crossing = { .e = e, .function = entry->function, .server = server, .entry = entry };
    u32 leave;

    crossing_lay_out(entry->function, &crossing.layout);
    begin(&crossing, USER_TO_USER);
    leave = emit_address(e);
    crossing_emit_leave(&crossing);
    emit_trap(&crossing, leave, address);

    begin(&crossing, KERNEL_TO_USER);
    leave = emit_address(e);
    crossing_emit_leave(&crossing);
    emit_entry(&crossing, stubs, table, leave, address);
}
