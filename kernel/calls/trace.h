/* SPDX-License-Identifier: GPL-2.0-only */
/* Tracing: what the generated code of a traced server says of each of its calls.
 *
 * A server is traced if it was loaded so (server->traced, from the word `trace` of its line in
 * the system description). The generators of entry points and of trap code then call the
 * functions below; for all other servers they do not, and nothing is emitted. The records
 * (interfaces/trace_format.h says what is in them) go to a port of their own, each as one step, whether
 * interrupts are on or off. Time stamps leave out what tracing itself takes.
 */
#ifndef KERNEL_CALLS_TRACE_H
#define KERNEL_CALLS_TRACE_H

#include "calls/assembler.h"

/* Emits the record of a call, behind the push of its frame. The parameters stand at [base +
 * displacement], from the first word behind the reference on: as the callee is going to see
 * them, or as a caller in the kernel's domain passed them. Handles among them need not be valid,
 * nor addresses that are below USER_END. `base` is any register, esp too (its value before the
 * emitted code). All registers are preserved, flags are not. */
void trace_emit_call(struct emitter *e, enum cpu_register base, i32 displacement);

/* Emits the record of a return, before the frame is popped: the result in eax, the call
 * status in edx. All registers are preserved, flags are not. */
void trace_emit_return(struct emitter *e);

#endif
