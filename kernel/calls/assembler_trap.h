/* SPDX-License-Identifier: GPL-2.0-only */
/* The instructions that only code for calls across domains needs (assembler.h has the others). */
#ifndef KERNEL_CALLS_ASSEMBLER_TRAP_H
#define KERNEL_CALLS_ASSEMBLER_TRAP_H

#include "calls/assembler.h"

/* Registers. */
void emit_and_constant(struct emitter *e, enum cpu_register to, u32 value);
void emit_test_constant(struct emitter *e, enum cpu_register which, u32 value);
void emit_shift_right(struct emitter *e, enum cpu_register which, u32 bits);
void emit_add_memory(struct emitter *e, enum cpu_register to, enum cpu_register base, i32 displacement);
void emit_subtract(struct emitter *e, enum cpu_register to, enum cpu_register from);
/* to = base + 2 * base */
void emit_triple(struct emitter *e, enum cpu_register to, enum cpu_register base);

/* Numbers of one, two or four bytes between memory and registers; loading extends them. */
void emit_load_narrow(struct emitter *e, enum cpu_register to, enum cpu_register base, i32 displacement,
                      u32 bytes, int is_signed);
/* `from` is one of the first four registers unless there are four bytes. */
void emit_store_narrow(struct emitter *e, enum cpu_register base, i32 displacement, enum cpu_register from,
                       u32 bytes);

/* The variable at a fixed address against a constant. */
void emit_compare_variable_constant(struct emitter *e, u32 address, u32 constant);

/* ecx words or bytes from [esi] to [edi], upwards if the direction flag is clear; words of
 * eax to [edi]. */
void emit_copy_words(struct emitter *e);
void emit_copy_bytes(struct emitter *e);
void emit_fill_words(struct emitter *e);

/* The processor. */
void emit_clear_direction(struct emitter *e);
void emit_clear_flags(struct emitter *e);               /* all of them; interrupts are off then */
void emit_interrupts_on(struct emitter *e);             /* from the instruction after the next on */
void emit_interrupts_off(struct emitter *e);
void emit_load_space(struct emitter *e, enum cpu_register directory);
void emit_enter_user(struct emitter *e);                /* sysexit: to edx, with the stack at ecx */

void emit_call_memory(struct emitter *e, enum cpu_register base, i32 displacement);

#endif
