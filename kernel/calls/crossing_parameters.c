/* SPDX-License-Identifier: GPL-2.0-only */
/* Generated code that passes parameters by copying.
 *
 * Whatever is read of a caller in user mode is read here, once, before anything is changed: so
 * a page fault can be answered by beginning the call again (crossing_fault.c). A pointer is
 * checked against the end of what a domain can have mapped; no block reaches from there to
 * anything else that is mapped, because none is larger than 16 MiB.
 *
 *      eax     size of a block, else scratch       esi     scratch, if there are blocks
 *      ecx     the caller's stack                  edi     the callee's stack, or the buffer
 *      ebx     at the end: the first reference to be lent
 */
#include "calls/crossing_code.h"

#include "calls/entry.h"
#include "model/domain.h"
#include "model/server.h"
#include "model/user_stack.h"

#define STACK_TOP       ((i32)offsetof(struct user_stack, top))

/* The caller's word, which stands behind the return address and the reference. */
static i32 passed(u32 word)
{
    return CALLER_PARAMETERS + 4 * (i32)word;
}

static void store_argument(struct crossing *g, u32 word, enum cpu_register from)
{
    emit_store(g->e, g->way == USER_TO_KERNEL ? ESP : EDI, g->arguments + 4 * (i32)word, from);
}

/* Sets ecx and edi again. */
static void reload(struct crossing *g)
{
    if (g->way == KERNEL_TO_USER)
        emit_load(g->e, EDI, ESP, 0);
    else if (g->way == USER_TO_USER)
        emit_load_variable(g->e, EDI, (u32)&g->server->domain->free_stacks);
    else
        crossing_emit_buffer(g);
    emit_load(g->e, ECX, ESP, g->registers + REGISTERS_ECX);
}

/* Loads a pointer that the caller passes, and checks it. */
static void load_pointer(struct crossing *g, enum cpu_register to, u32 word)
{
    emit_load(g->e, to, ECX, passed(word));
    if (g->way == KERNEL_TO_USER)
        return;
    emit_compare_constant(g->e, to, USER_END);
    crossing_refuse_if(g, IF_ABOVE, E_FAULT);
}

void crossing_emit_cell_address(struct crossing *g, enum cpu_register to, i32 cell)
{
    if (g->way == USER_TO_KERNEL) {
        emit_load_address(g->e, to, EDI, cell);
    } else {
        emit_load(g->e, to, EDI, STACK_TOP);
        emit_add_constant(g->e, to, cell);
    }
}

static void pass_scalar(struct crossing *g, const struct parameter_type *p)
{
    emit_load_narrow(g->e, EAX, ECX, passed(p->word), crossing_scalar_bytes(p), p->type >= TYPE_I8);
    store_argument(g, p->word, EAX);
}

/* A scalar or a reference that the callee leaves in a cell. */
static void pass_place(struct crossing *g, const struct parameter_type *p, const struct crossing_place *place)
{
    load_pointer(g, EAX, p->word);
    emit_store(g->e, ESP, crossing_kept(g, place->kept), EAX);
    if (is_reference(p)) {
        if (g->way == KERNEL_TO_USER) {
            emit_test_register(g->e, EAX);
            crossing_refuse_if(g, IF_ZERO, E_FAULT);
        }
        emit_store_constant(g->e, EAX, 0, 0);
    }
    emit_store_constant(g->e, EDI, g->end + place->cell, 0);
    crossing_emit_cell_address(g, EAX, place->cell);
    store_argument(g, p->word, EAX);
}

/* A reference that is to be passed: to a server in user mode when the call has a frame; in the
 * kernel's domain the entry point does it, which knows references by their slots. */
static void pass_reference(struct crossing *g, const struct parameter_type *p,
                           const struct crossing_place *place)
{
    u32 null;

    if (g->way != USER_TO_KERNEL && p == g->layout.lent)
        return;
    emit_load(g->e, EAX, ECX, passed(p->word));
    if (g->way != USER_TO_KERNEL) {
        emit_store(g->e, ESP, crossing_kept(g, place->kept), EAX);
        return;
    }
    emit_test_register(g->e, EAX);
    null = emit_jump_ahead_if(g->e, IF_ZERO);
    emit_add_constant(g->e, EAX, (i32)((u32)slots - USER_HANDLES));
    emit_land(g->e, null);
    store_argument(g, p->word, EAX);
}

/* Gives a spread block its place, which the cursor then is, and passes its address. The size,
 * at most 16 MiB, is in eax. */
static void spread(struct crossing *g, const struct parameter_type *p, const struct crossing_place *place)
{
    i32 cursor = crossing_kept(g, g->layout.cursor);

    emit_load(g->e, ESI, ESP, cursor);
    emit_subtract(g->e, ESI, EAX);
    emit_and_constant(g->e, ESI, ~3u);
    emit_store(g->e, ESP, cursor, ESI);
    if (is_result(p))
        emit_store(g->e, ESP, crossing_kept(g, place->block), ESI);
    if (g->way == USER_TO_KERNEL)
        store_argument(g, p->word, ESI);
    emit_subtract(g->e, ESI, EDI);
    emit_compare_constant(g->e, ESI, (u32)(g->end - (i32)g->layout.area));
    crossing_refuse_if(g, IF_LESS, E_SIZE);
    if (g->way == USER_TO_KERNEL)
        return;
    emit_add_memory(g->e, ESI, EDI, STACK_TOP);
    emit_add_constant(g->e, ESI, -g->end);
    store_argument(g, p->word, ESI);
}

/* Its size, checked, in eax unless that is constant and the block is not spread. */
static void load_size(struct crossing *g, const struct parameter_type *p, const struct crossing_place *place)
{
    if (!has_size_word(p)) {
        if (g->layout.spread)
            emit_load_constant(g->e, EAX, p->bound);
        return;
    }
    emit_load(g->e, EAX, ECX, passed(p->word + 1u));
    emit_compare_constant(g->e, EAX, p->bound);
    crossing_refuse_if(g, IF_ABOVE, E_SIZE);
    store_argument(g, p->word + 1u, EAX);
    if (is_result(p))
        emit_store(g->e, ESP, crossing_kept(g, place->size), EAX);
}

/* Points edi at the callee's block. */
static void point_at_block(struct crossing *g, const struct crossing_place *place)
{
    if (g->layout.spread)
        emit_load(g->e, EDI, ESP, crossing_kept(g, g->layout.cursor));
    else
        emit_load_address(g->e, EDI, EDI, g->end + place->cell);
}

/* To [edi] from [esi]. Not a byte more than the size, nor a word read that ends behind it. */
static void copy(struct crossing *g, const struct parameter_type *p)
{
    if (has_size_word(p)) {
        emit_move(g->e, ECX, EAX);
        emit_shift_right(g->e, ECX, 2);
        emit_copy_words(g->e);
        emit_move(g->e, ECX, EAX);
        emit_and_constant(g->e, ECX, 3);
        emit_copy_bytes(g->e);
        return;
    }
    emit_load_constant(g->e, ECX, p->bound / 4);
    emit_copy_words(g->e);
    if (p->bound % 4) {
        emit_load_constant(g->e, ECX, p->bound % 4);
        emit_copy_bytes(g->e);
    }
}

/* What a callee does not write of its block must not be what somebody else left there. */
static void clear(struct crossing *g, const struct parameter_type *p)
{
    if (has_size_word(p)) {
        emit_load_address(g->e, ECX, EAX, 3);
        emit_shift_right(g->e, ECX, 2);
    } else {
        emit_load_constant(g->e, ECX, (p->bound + 3) / 4);
    }
    emit_clear(g->e, EAX);
    emit_fill_words(g->e);
}

static void pass_block(struct crossing *g, const struct parameter_type *p, const struct crossing_place *place)
{
    int counted = p == entry_counted_block(g->function);

    load_size(g, p, place);
    if (g->layout.spread) {
        spread(g, p, place);
    } else {
        crossing_emit_cell_address(g, ESI, place->cell);
        store_argument(g, p->word, ESI);
    }
    load_pointer(g, ESI, p->word);
    if (is_result(p))
        emit_store(g->e, ESP, crossing_kept(g, place->kept), ESI);
    if (counted && !(p->direction & DIRECTION_IN))
        return;
    point_at_block(g, place);
    if (p->direction & DIRECTION_IN)
        copy(g, p);
    else
        clear(g, p);
    reload(g);
}

static void pass(struct crossing *g, u32 index)
{
    const struct parameter_type *p = &g->function->parameters[index];
    const struct crossing_place *place = &g->layout.places[index];

    if (is_block(p))
        pass_block(g, p, place);
    else if (is_result(p))
        pass_place(g, p, place);
    else if (is_reference(p))
        pass_reference(g, p, place);
    else
        pass_scalar(g, p);
}

void crossing_emit_parameters(struct crossing *g)
{
    u32 i;

    if (g->layout.spread) {
        emit_load_address(g->e, EAX, EDI, g->end - (i32)g->layout.cells);
        emit_store(g->e, ESP, crossing_kept(g, g->layout.cursor), EAX);
    }
    /* First what is to be moved: a call that fails from here on in its frame releases it. */
    for (i = 0; i < g->function->parameter_count; i++)
        if (is_moved(&g->function->parameters[i]))
            pass(g, i);
    for (i = 0; i < g->function->parameter_count; i++)
        if (!is_moved(&g->function->parameters[i]))
            pass(g, i);
    if (g->way != USER_TO_KERNEL && g->layout.lent)
        emit_load(g->e, EBX, ECX, passed(g->layout.lent->word));
}
