/* SPDX-License-Identifier: GPL-2.0-only */
/* What entry code leaves to C of the references that a call carries.
 *
 * `arguments` points at the stack word of the reference through which is called; the
 * parameters follow.
 */
#ifndef KERNEL_CALLS_REFERENCE_PASSING_H
#define KERNEL_CALLS_REFERENCE_PASSING_H

#include "model/interface.h"

/* Before the function runs, in its frame: passes the `index`th of the references, those before it
 * are passed already. One that the callee gets replaces the caller's among the arguments. On
 * failure nothing is left to undo but the frame; moved references are released, and the places
 * for results are cleared. */
status call_pass(u32 *arguments, u32 index) __asm__("call_pass");

/* The same for one that is moved, parameter `p`, in fewer steps if it is held more than once. */
status call_move(u32 *arguments, u32 index, const struct parameter_type *p) __asm__("call_move");

/* After it returned: takes back what was lent and hands its results to the caller; nothing of
 * that was done yet. Returns the call status in the high half, the function's result in the low
 * half. */
u64 call_leave(u32 result) __asm__("call_leave");

/* A call that is refused before there is a frame: releases the references that it would
 * have moved, and clears the places for results. */
void call_refused(const struct function_type *function, u32 *arguments) __asm__("call_refused");

#endif
