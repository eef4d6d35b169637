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
#ifndef KERNEL_COMPONENT_CROSSING_STATE_H
#define KERNEL_COMPONENT_CROSSING_STATE_H

#include "interface.h"

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
    STAGE_PASSING,              /* it has a frame, its function was not entered */
    STAGE_RUNNING,              /* it was in its function */
    STAGE_LEAVING               /* the monitor is left, what was lent is taken back */
};

/* trap.asm: the ways out of generated code. Not functions of C. */

extern const u8 crossing_refuse[];      /* nothing has changed; status in eax */
extern const u8 crossing_no_stack[];    /* the domain in eax has no free stack: makes one, begins again */
extern const u8 crossing_no_buffer[];   /* the same for a buffer of the kernel's */
extern const u8 crossing_fail[];        /* status in eax: STAGE_PASSING */
extern const u8 crossing_fail_late[];   /* status in eax: STAGE_LEAVING */
extern const u8 crossing_fail_fault[];  /* the same with E_FAULT */
extern const u8 crossing_answer[];      /* esp at the registers, which hold result and status: to user mode */
extern const u8 crossing_last[];        /* the count of the object in ecx is 0; result in eax; to user mode */
extern const u8 crossing_leave_kernel[];/* the call's object in ecx, its result in eax; to the kernel's domain */
extern const u8 crossing_begin_again[];  /* for crossing_fault.c: the trap, from its start */
extern const u8 crossing_refuse_fault[];/* refuses with E_FAULT */
extern const u8 crossing_leave_upcall[];/* where the function of crossing_enter() returns to */

/* trap.asm: called by generated code; they turn interrupts on meanwhile. */
void crossing_unreferenced(void) __asm__("crossing_unreferenced");  /* the object in ebx; preserves all */
void crossing_wait(void) __asm__("crossing_wait");      /* monitor_wait(), for the server in ecx */
void crossing_attend(void) __asm__("crossing_attend");  /* monitor_attend(), for the server in ecx; preserves eax */

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

/* Moves what the callee returned to the caller. `words`: the function's result, then the contents
 * of its cells for references; handles among them become the caller's, or null if the result is a
 * negative status. Not OK: nothing was moved, everything was released. */
status crossing_hand_over(const struct function_type *function, u32 *words) __asm__("crossing_hand_over");

/* A trap that was refused: releases what it would have moved, clears the places of references,
 * and sets result and call status. */
void crossing_refused(struct crossing_registers *registers, status reason) __asm__("crossing_refused");

/* Ends the call of the newest frame. Returns its registers, which hold the answer, in the low
 * half; in the high half whether the caller is in user mode. */
u64 crossing_undo(status failure, enum crossing_stage stage) __asm__("crossing_undo");

#endif
