/* SPDX-License-Identifier: GPL-2.0-only */
/* What generated code for calls across domains, trap.asm and C tell each other.
 *
 * The kernel stack of a thread that is in user mode, from TSS_ESP0 upwards:
 *
 *      the callee's stack          struct user_stack *
 *      [ previous holder ]         of the monitor, if the callee is serialised
 *      kept words                  crossing_layout.h
 *      registers                   struct crossing_registers
 *
 * Interrupts are off wherever generated code calls any of these, and afterwards. */
#ifndef KERNEL_CALLS_CROSSING_STATE_H
#define KERNEL_CALLS_CROSSING_STATE_H

#include "model/interface.h"

struct object;
struct server;

/* What pusha leaves. */
struct crossing_registers {
    u32 edi, esi, ebp;
    u32 top;                    /* popa skips it: the word of TSS_ESP0 that is to be restored */
    u32 ebx;
    u32 edx;                    /* in a trap the reference; later the call status */
    u32 ecx;                    /* the caller's stack: return address, reference, parameters */
    u32 eax;                    /* in a trap ~function number; later the result */
};

/* How far a call had come that failed. */
enum crossing_stage {
    STAGE_PASSING,              /* it has a frame */
    STAGE_LOCKED,               /* it is inside the monitor, and has moved its references or none */
    STAGE_RUNNING,              /* it was in its function */
    STAGE_LEAVING               /* the monitor is left, what was lent is taken back */
};

/* trap.asm: the ways out of generated code. Not functions of C. */

/* Nothing has changed. Status in eax, or E_FAULT; or something has to be made before the trap can
 * begin again: a stack of the domain in eax, a buffer of the kernel's. */
extern const u8 crossing_refuse[], crossing_refuse_fault[];
extern const u8 crossing_begin_again[], crossing_no_stack[], crossing_no_buffer[];

/* The call of the newest frame fails, at the stage of that name. Status in eax, or E_FAULT. */
extern const u8 crossing_fail[];        /* STAGE_PASSING */
extern const u8 crossing_fail_locked[]; /* STAGE_LOCKED */
extern const u8 crossing_fail_late[];   /* STAGE_LEAVING */
extern const u8 crossing_fail_fault[];  /* likewise: results cannot be stored; the function's in eax */

/* The call is over. esp is at the registers. */
extern const u8 crossing_answer[];      /* they hold result and call status: to user mode */
extern const u8 crossing_last[];        /* to user mode; result in eax; ecx: its object, count 0 */
extern const u8 crossing_leave_kernel[];        /* to the kernel's domain; result in eax; ecx: its object */
extern const u8 crossing_leave_upcall[];        /* esp is below them: the function of crossing_enter() */

/* trap.asm: called by generated code; they turn interrupts on meanwhile. */
void crossing_unreferenced(void) __asm__("crossing_unreferenced");  /* the object in ebx; preserves all */
void crossing_wait(void) __asm__("crossing_wait");      /* monitor_wait() for the server in ecx */
void crossing_attend(void) __asm__("crossing_attend");  /* monitor_attend() for it; preserves eax */

/* trap.asm: copies bytes, one of the addresses being in user space. E_FAULT after a page fault that
 * crossing_fault() could not resolve. Its instructions are crossing_copy_start..end. */
status crossing_copy(void *to, const void *from, u32 size) __asm__("crossing_copy");
extern const u8 crossing_copy_start[], crossing_copy_end[], crossing_copy_failed[];

/* trap.asm: enters user mode at `address`, on a stack that stands at `stack_pointer`, in the space that
 * is loaded. `stack` becomes the word at TSS_ESP0. Returns the result in the low half, and in the
 * high half 0, or how the call failed (then crossing_undo() did the rest). Interrupts are on
 * afterwards. */
u64 crossing_enter(u32 address, u32 stack_pointer, void *stack) __asm__("crossing_enter");

/* Moves the references that the newest frame's call passes to its callee, and replaces each
 * handle by the callee's; or none, and releases them. */
status crossing_move(const struct function_type *function, u32 *handles) __asm__("crossing_move");

/* The same for the only reference, which is of that type (null: any), in fewer steps. */
status crossing_move_one(const struct function_type *function, u32 *handle, const struct interface_type *type)
    __asm__("crossing_move_one");

/* Moves what the callee returned to the caller. `words`: the function's result, then the contents
 * of its cells for references; handles among them become the caller's, or null if the result is a
 * negative status. Not OK: nothing was moved, everything was released. */
status crossing_hand_over(const struct function_type *function, u32 *words) __asm__("crossing_hand_over");

/* The caller, in user mode, cannot be given what the callee returned: releases the references that were
 * handed over. They stand below TSS_ESP0, in the order of their parameters; `value` is the function's
 * result. Turns interrupts on. */
void crossing_lose_results(u32 value) __asm__("crossing_lose_results");

/* The same for a callee in the kernel's domain: the references stand in their cells, below `end`. Clears
 * the places for them, too. Interrupts are on meanwhile. */
void crossing_lose_kernel_results(const struct function_type *function, const u8 *end, u32 value)
    __asm__("crossing_lose_kernel_results");

/* A trap that was refused: releases what it would have moved, clears the places of references,
 * and sets result and call status. */
void crossing_refused(struct crossing_registers *registers, status reason) __asm__("crossing_refused");

/* Ends the call of the newest frame. Returns its registers, which hold the answer, in the low
 * half; in the high half whether the caller is in user mode. */
u64 crossing_undo(status failure, enum crossing_stage stage) __asm__("crossing_undo");

#endif
