/* SPDX-License-Identifier: GPL-2.0-only */
/* The generator of calls from user mode into the kernel's domain.
 *
 * The trap code of a function makes a call in the kernel's domain: it copies what the caller
 * passes, replaces handles by addresses of slots, and calls the entry point that servers there
 * use, which does everything else. Afterwards it copies the results out.
 *
 *      esp     slot | parameters | cells and blocks | slot of the call | kept words | registers
 *
 * The reference is one of the thread's own, made for the call: another thread could release the
 * caller's, and have its slot used for something that these parameters were not copied for.
 * More than a little goes to a buffer instead (crossing_buffer.h).
 */
#include "calls/crossing_code.h"

#include "calls/crossing_buffer.h"
#include "calls/crossing_state.h"
#include "model/object.h"

#define OBJECT_COUNT    ((i32)offsetof(struct object, count))
#define BUFFER_NEXT     ((i32)offsetof(struct crossing_buffer, next))

/* From esp, after the parameters were put there. */
struct kernel_stack {
    i32 area;                   /* cells and blocks, if they are here */
    i32 slot;                   /* what the call goes through */
    i32 buffer;                 /* a word: the buffer that was taken, if they are there */
    i32 size;                   /* everything below the registers */
};

static int uses_buffer(const struct crossing *g)
{
    return g->layout.area > CROSSING_ON_STACK_MAX;
}

static struct kernel_stack lay_out_stack(const struct crossing *g)
{
    struct kernel_stack s = { .area = 4 * (i32)(1 + g->function->words) };

    s.slot = s.area + (uses_buffer(g) ? 0 : (i32)g->layout.area);
    s.buffer = s.slot + SLOT_SIZE + 4 * (i32)g->layout.kept;
    s.size = s.buffer + (uses_buffer(g) ? 4 : 0);
    return s;
}

void crossing_emit_buffer(struct crossing *g)
{
    if (uses_buffer(g))
        emit_load_variable(g->e, EDI, (u32)&crossing_buffers);
    else
        emit_load_address(g->e, EDI, ESP, lay_out_stack(g).slot);
}

/* What is passed. Returns a mark of the jump taken if there is no buffer. */
static u32 emit_copy_in(struct crossing *g, const struct kernel_stack *s)
{
    u32 words = g->function->words, none = 0;

    emit_clear_flags(g->e);
    emit_load_variable(g->e, EAX, (u32)&frame_limit);
    emit_load_address(g->e, EDI, ESP, -s->size);
    emit_compare(g->e, EDI, EAX, (i32)FRAME_RESERVE - 4);
    crossing_refuse_if(g, IF_BELOW_EQUAL, E_NOSPC);
    if (words) {
        emit_compare_constant(g->e, ECX, USER_END - (CALLER_PARAMETERS + 4 * words));
        crossing_refuse_if(g, IF_ABOVE, E_FAULT);
    }
    emit_add_constant(g->e, ESP, -s->size);
    crossing_emit_buffer(g);
    if (uses_buffer(g)) {
        emit_test_register(g->e, EDI);
        none = emit_jump_ahead_if(g->e, IF_ZERO);
    }
    crossing_emit_parameters(g);
    return none;
}

/* The call, through a slot of its own. */
static void emit_call_entry(struct crossing *g, const struct kernel_stack *s, u32 index)
{
    if (uses_buffer(g)) {
        emit_load(g->e, EAX, EDI, BUFFER_NEXT);
        emit_store_variable(g->e, (u32)&crossing_buffers, EAX);
        emit_store(g->e, ESP, s->buffer, EDI);
    }
    emit_load(g->e, EAX, EDX, (i32)slots + SLOT_OBJECT);
    emit_increment(g->e, EAX, OBJECT_COUNT);
    emit_store(g->e, ESP, s->slot + SLOT_OBJECT, EAX);
    emit_store(g->e, ESP, s->slot + SLOT_ENTRIES, EBX);
    emit_load(g->e, EAX, EBP, FRAME_SERVER);
    emit_store(g->e, ESP, s->slot + SLOT_OWNER, EAX);
    emit_load_address(g->e, EAX, ESP, s->slot);
    emit_store(g->e, ESP, 0, EAX);
    emit_interrupts_on(g->e);
    emit_call_memory(g->e, EBX, (i32)(4 * index));
    emit_interrupts_off(g->e);
}

/* The object that was counted for the call. */
static void emit_uncount(struct crossing *g, const struct kernel_stack *s)
{
    u32 counted;

    emit_load(g->e, EBX, ESP, s->slot + SLOT_OBJECT);
    emit_decrement(g->e, EBX, OBJECT_COUNT);
    counted = emit_jump_ahead_if(g->e, IF_NOT_EQUAL);
    emit_call(g->e, (u32)crossing_unreferenced);
    emit_land(g->e, counted);
}

static void emit_give_buffer_back(struct crossing *g, const struct kernel_stack *s)
{
    emit_load(g->e, EDI, ESP, s->buffer);
    emit_load_variable(g->e, ECX, (u32)&crossing_buffers);
    emit_store(g->e, EDI, BUFFER_NEXT, ECX);
    emit_store_variable(g->e, (u32)&crossing_buffers, EDI);
}

/* In eax, a reference that the caller gets as the function's result. */
static void emit_result_handle(struct crossing *g)
{
    u32 null;

    if (g->function->result != TYPE_REFERENCE)
        return;
    emit_test_register(g->e, EAX);
    null = emit_jump_ahead_if(g->e, IF_ZERO);
    emit_add_constant(g->e, EAX, (i32)(USER_HANDLES - (u32)slots));
    emit_land(g->e, null);
}

/* Points edi at the end of cells and blocks, now that the buffer, if there is one, is the call's. */
static void emit_results_end(struct crossing *g, const struct kernel_stack *s)
{
    if (uses_buffer(g))
        emit_load(g->e, EDI, ESP, s->buffer);
    else
        emit_load_address(g->e, EDI, ESP, s->slot);
}

/* Copies results, unless the call failed (edx) or the function returned a negative status. */
static void emit_results(struct crossing *g, const struct kernel_stack *s, u32 fault)
{
    u32 failed, negative = 0;

    if (!crossing_has_results(g->function))
        return;
    emit_test_register(g->e, EDX);
    failed = emit_jump_ahead_if(g->e, IF_NEGATIVE);
    if (function_has_status(g->function)) {
        emit_test_register(g->e, EAX);
        negative = emit_jump_ahead_if(g->e, IF_NEGATIVE);
    }
    emit_results_end(g, s);
    emit_push(g->e, EDX);
    crossing_note_push(g, 1);
    crossing_emit_copy_out(g, fault);
    emit_pop(g->e, EDX);
    g->kept -= 4;
    emit_land(g->e, failed);
    if (negative)
        emit_land(g->e, negative);
}

static void emit_lose_results(struct crossing *g, const struct kernel_stack *s)
{
    emit_results_end(g, s);
    emit_push(g->e, EAX);
    emit_push(g->e, EDI);
    emit_push_constant(g->e, (u32)g->function);
    emit_call(g->e, (u32)crossing_lose_kernel_results);
    emit_add_constant(g->e, ESP, 12);
}

/* The results could not be copied out: E_FAULT. Comes first, because the rest jumps here. */
static u32 emit_fault_exit(struct crossing *g, const struct kernel_stack *s)
{
    u32 fault = emit_address(g->e);

    emit_load_variable(g->e, ESP, (u32)&kernel_stack_top);
    emit_add_constant(g->e, ESP, -(REGISTERS_SIZE + s->size));
    if (g->function->results)
        emit_lose_results(g, s);
    if (uses_buffer(g))
        emit_give_buffer_back(g, s);
    emit_add_constant(g->e, ESP, s->size);
    emit_load_constant(g->e, EDX, (u32)E_FAULT);
    if (function_has_status(g->function))
        emit_move(g->e, EAX, EDX);
    else
        emit_clear(g->e, EAX);
    emit_store(g->e, ESP, REGISTERS_EAX, EAX);
    emit_store(g->e, ESP, REGISTERS_EDX, EDX);
    emit_jump(g->e, (u32)crossing_answer);
    return fault;
}

u32 crossing_emit_kernel_trap(struct emitter *e, const struct function_type *function, u32 index)
{
    struct crossing crossing = { .e = e, .function = function, .way = USER_TO_KERNEL, .arguments = 4 };
    struct crossing *g = &crossing;
    struct kernel_stack s;
    u32 fault, trap, none, failed;

    crossing_lay_out(function, &g->layout);
    s = lay_out_stack(g);
    g->kept = s.slot + SLOT_SIZE;
    g->registers = s.size;
    fault = emit_fault_exit(g, &s);

    trap = emit_address(e);
    none = emit_copy_in(g, &s);
    emit_call_entry(g, &s, index);
    emit_uncount(g, &s);
    crossing_emit_space_of(g, 0);
    emit_result_handle(g);
    emit_results(g, &s, fault);
    if (uses_buffer(g))
        emit_give_buffer_back(g, &s);
    emit_add_constant(e, ESP, s.size);
    emit_test_register(e, EDX);
    failed = emit_jump_ahead_if(e, IF_NEGATIVE);
    crossing_emit_return_to_user(g);

    emit_land(e, failed);
    emit_store(e, ESP, REGISTERS_EAX, EAX);
    emit_store(e, ESP, REGISTERS_EDX, EDX);
    emit_jump(e, (u32)crossing_answer);
    if (none) {
        emit_land(e, none);
        emit_jump(e, (u32)crossing_no_buffer);
    }
    crossing_emit_refusals(g, (u32)crossing_refuse);
    return trap;
}
