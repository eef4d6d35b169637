/* SPDX-License-Identifier: GPL-2.0-only */
/* Generated code that copies results to the caller: from the callee's stack, which another thread
 * of the callee may be writing to, so that each word is read once; or from the kernel's buffer.
 *
 *      eax     the function's result               edi     the callee's stack, or the buffer
 *      ebp     where a page fault that cannot be resolved goes, for a caller in user mode
 */
#include "calls/crossing_code.h"

#include "calls/entry.h"

/* In user mode a reference is an address in the user area. Null stays null. */
static void emit_user_handle(struct crossing *g, enum cpu_register handle)
{
    u32 null;

    emit_test_register(g->e, handle);
    null = emit_jump_ahead_if(g->e, IF_ZERO);
    emit_add_constant(g->e, handle, (i32)(USER_HANDLES - (u32)slots));
    emit_land(g->e, null);
}

static void emit_scalar(struct crossing *g, const struct parameter_type *p,
                        const struct crossing_place *place)
{
    emit_load(g->e, ECX, ESP, crossing_kept(g, place->kept));
    emit_load(g->e, EDX, EDI, g->end + place->cell);
    emit_store_narrow(g->e, ECX, 0, EDX, crossing_scalar_bytes(p));
}

/* In the kernel's domain the entry point has moved it: it is in its cell still. */
static void emit_reference(struct crossing *g, const struct crossing_place *place, i32 handle)
{
    emit_load(g->e, ECX, ESP, crossing_kept(g, place->kept));
    if (g->way == USER_TO_KERNEL) {
        emit_load(g->e, EDX, EDI, g->end + place->cell);
        emit_user_handle(g, EDX);
    } else {
        emit_load(g->e, EDX, ESP, handle);
    }
    emit_store(g->e, ECX, 0, EDX);
}

/* The number of bytes, in edx. */
static void emit_size(struct crossing *g, const struct parameter_type *p, const struct crossing_place *place)
{
    if (p == entry_counted_block(g->function))
        emit_move(g->e, EDX, EAX);
    else if (has_size_word(p))
        emit_load(g->e, EDX, ESP, crossing_kept(g, place->size));
    else
        emit_load_constant(g->e, EDX, p->bound);
}

static void emit_block(struct crossing *g, const struct parameter_type *p, const struct crossing_place *place)
{
    emit_size(g, p, place);
    if (g->layout.spread)
        emit_load(g->e, ESI, ESP, crossing_kept(g, place->block));
    else
        emit_load_address(g->e, ESI, EDI, g->end + place->cell);
    emit_push(g->e, EDI);
    emit_load(g->e, EDI, ESP, crossing_kept(g, place->kept) + 4);
    emit_move(g->e, ECX, EDX);
    emit_shift_right(g->e, ECX, 2);
    emit_copy_words(g->e);
    emit_move(g->e, ECX, EDX);
    emit_and_constant(g->e, ECX, 3);
    emit_copy_bytes(g->e);
    emit_pop(g->e, EDI);
}

static void emit_result(struct crossing *g, u32 index, i32 handle)
{
    const struct parameter_type *p = &g->function->parameters[index];
    const struct crossing_place *place = &g->layout.places[index];

    if (is_block(p))
        emit_block(g, p, place);
    else if (is_reference(p))
        emit_reference(g, place, handle);
    else
        emit_scalar(g, p, place);
}

void crossing_emit_copy_out(struct crossing *g, u32 fault)
{
    const struct parameter_type *p = g->function->parameters;
    i32 handle = 0;
    u32 i;

    if (g->way == KERNEL_TO_USER)
        emit_store_constant(g->e, EBP, FRAME_RETURN, FRAME_ASIDE);
    emit_load_constant(g->e, EBP, fault);
    if (g->way == KERNEL_TO_USER)
        emit_interrupts_on(g->e);
    for (i = 0; i < g->function->parameter_count; i++) {
        if (!is_result(&p[i]))
            continue;
        emit_result(g, i, handle);
        handle += is_reference(&p[i]) ? 4 : 0;
    }
    if (g->way == KERNEL_TO_USER)
        emit_interrupts_off(g->e);
    emit_load_variable(g->e, EBP, (u32)&frame_top);
}
