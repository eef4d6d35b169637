/* SPDX-License-Identifier: GPL-2.0-only */
/* The pieces of code that pass references, for the generators of entry points and of trap
 * code: checking what a caller passes, lending it, moving it, and taking back what was lent.
 * Nothing here is called at run time.
 *
 * A slot is named by a register and a displacement: its address and 0, or its offset and the
 * address of `slots`. Every function says which registers it changes; flags it always does.
 *
 * With a list of sections (restart.h) the code can run with interrupts on; with null they
 * must be off.
 */
#ifndef KERNEL_CALLS_REFERENCE_CODE_H
#define KERNEL_CALLS_REFERENCE_CODE_H

#include "calls/assembler.h"
#include "calls/restart.h"
#include "model/interface.h"

struct server;

/* A slot at [base + displacement]. */
struct slot_operand {
    enum cpu_register base;
    i32 displacement;
};

/* A server: a constant, or, if that is null, the one whose address is in a register. */
struct server_operand {
    struct server *constant;
    enum cpu_register address;
};

/* Jumps ahead to be landed by the caller of these functions: all of one list at one place. */
#define EMIT_MARKS_MAX 24
struct emit_marks {
    u32 marks[EMIT_MARKS_MAX];
    u32 count;
};

/* Adds a mark to a list; lands all marks of a list here, and empties it. */
void emit_marks_add(struct emit_marks *list, u32 mark);
void emit_marks_land(struct emitter *e, struct emit_marks *list);

/* Makes sure that `handle` means one of the first `count` slots, if `first` is what means the first
 * one, else jumps to `refused`. (Offsets that come from a mask need no such check.) Changes
 * `scratch`. */
void references_emit_range(struct emitter *e, enum cpu_register handle, u32 first,
                           enum cpu_register scratch, u32 count, struct emit_marks *refused);

/* Makes sure that the slot is `owner`'s, else jumps to `refused` (E_REFERENCE). */
void references_emit_owner(struct emitter *e, struct slot_operand slot, struct server_operand owner,
                           struct emit_marks *refused);

/* Loads the slot's object into `object`; jumps to `gone` if there is none. If `type` is not null,
 * makes sure that the object's interface is that, else jumps to `mistyped`; this changes
 * `scratch`, which may be `object` where the caller needs only the check. */
void references_emit_object(struct emitter *e, struct slot_operand slot, const struct interface_type *type,
                            enum cpu_register object, enum cpu_register scratch, struct emit_marks *gone,
                            struct emit_marks *mistyped);

/* Fills a free slot, which the caller of this code has, in the name of `owner`, with `object`,
 * which was counted for it already. Changes `scratch`. */
void references_emit_fill(struct emitter *e, struct slot_operand slot, struct server_operand owner,
                          enum cpu_register object, enum cpu_register scratch, struct restart_list *sections);

/* Moves a slot, whose checks are done, from `owner` to `receiver`: it changes its owner. Jumps to
 * `slow`, with nothing done, if it is held more than once (`holds_or_next`), or if the receiver
 * cannot have more. `begin`: where the section begins that checked it. Changes nothing else. */
void references_emit_move(struct emitter *e, struct slot_operand slot, struct server_operand owner,
                          struct server_operand receiver, u32 begin, struct restart_list *sections,
                          struct emit_marks *slow);

/* Empties a slot that was lent: it denotes nothing and is nobody's, and the count of its object
 * goes down. Jumps to `last` if that was the last, with the object in `object`: then it is to
 * be passed to object_unreferenced(), and the code goes on at *back. `base` is kept. */
void references_emit_take_back(struct emitter *e, struct slot_operand slot, enum cpu_register object,
                               struct restart_list *sections, struct emit_marks *last, u32 *back);

#endif
