/* SPDX-License-Identifier: GPL-2.0-only */
/* Writing IA-32 machine code: one function an instruction, named after what it does.
 * (Encodings: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2.)
 *
 * A first run with no room measures; a second one writes. The length of an instruction
 * never depends on the addresses in it, so both runs agree.
 */
#ifndef KERNEL_CALLS_ASSEMBLER_H
#define KERNEL_CALLS_ASSEMBLER_H

#include "types.h"

enum cpu_register { EAX, ECX, EDX, EBX, ESP, EBP, ESI, EDI };

/* What a conditional jump tests: the low half of its opcode. */
enum condition {
    IF_BELOW = 2, IF_ABOVE_EQUAL = 3, IF_EQUAL = 4, IF_ZERO = 4, IF_NOT_EQUAL = 5, IF_BELOW_EQUAL = 6,
    IF_ABOVE = 7,
    IF_NEGATIVE = 8, IF_NOT_NEGATIVE = 9, IF_LESS = 12, IF_LESS_EQUAL = 14, IF_GREATER = 15
};

struct emitter {
    u8 *code;           /* where the code goes, and will run */
    u32 length;         /* bytes emitted so far */
    u32 room;           /* bytes at `code`; what does not fit is counted, not written */
};

/* The address at which the next instruction will stand. */
u32 emit_address(const struct emitter *e);

/* Between registers and memory at [base + displacement]. */
void emit_load(struct emitter *e, enum cpu_register to, enum cpu_register base, i32 displacement);
void emit_store(struct emitter *e, enum cpu_register base, i32 displacement, enum cpu_register from);
void emit_store_constant(struct emitter *e, enum cpu_register base, i32 displacement, u32 value);
void emit_load_address(struct emitter *e, enum cpu_register to, enum cpu_register base, i32 displacement);
void emit_push_memory(struct emitter *e, enum cpu_register base, i32 displacement);
void emit_pop_memory(struct emitter *e, enum cpu_register base, i32 displacement);
void emit_increment(struct emitter *e, enum cpu_register base, i32 displacement);
void emit_decrement(struct emitter *e, enum cpu_register base, i32 displacement);
/* Compares a register with memory: the condition says how the register relates to it. */
void emit_compare(struct emitter *e, enum cpu_register value, enum cpu_register base, i32 displacement);
/* Compares memory with a constant; the second with one from -128 to 127, in three bytes less. */
void emit_compare_memory(struct emitter *e, enum cpu_register base, i32 displacement, u32 constant);
void emit_compare_memory_small(struct emitter *e, enum cpu_register base, i32 displacement, i8 constant);

/* At fixed addresses. */
void emit_load_variable(struct emitter *e, enum cpu_register to, u32 address);
void emit_store_variable(struct emitter *e, u32 address, enum cpu_register from);
void emit_compare_variable_small(struct emitter *e, u32 address, i8 constant);
/* Compares a register with it: the condition says how the register relates to it. */
void emit_compare_variable(struct emitter *e, enum cpu_register value, u32 address);
void emit_add_variable(struct emitter *e, u32 address, i32 constant);
void emit_increment_variable(struct emitter *e, u32 address);
void emit_decrement_variable(struct emitter *e, u32 address);
/* If the variable equals eax, sets it to `value`; else loads it into eax. Not locked:
 * an instruction is not interrupted in its middle, and there is one processor. */
void emit_compare_exchange(struct emitter *e, u32 address, enum cpu_register value);

/* Registers alone. */
void emit_load_constant(struct emitter *e, enum cpu_register to, u32 value);
void emit_move(struct emitter *e, enum cpu_register to, enum cpu_register from);
void emit_clear(struct emitter *e, enum cpu_register which);
void emit_add_constant(struct emitter *e, enum cpu_register to, i32 value);
void emit_rotate_right(struct emitter *e, enum cpu_register which, u32 bits);
void emit_compare_registers(struct emitter *e, enum cpu_register a, enum cpu_register b);
void emit_compare_constant(struct emitter *e, enum cpu_register a, u32 constant);
void emit_test_register(struct emitter *e, enum cpu_register which);
void emit_push(struct emitter *e, enum cpu_register which);
void emit_push_constant(struct emitter *e, u32 value);
void emit_pop(struct emitter *e, enum cpu_register which);
/* All eight, eax first: edi is on top of the stack then (pusha, popa). */
void emit_push_all(struct emitter *e);
void emit_pop_all(struct emitter *e);

/* Control. */
void emit_call(struct emitter *e, u32 target);
void emit_jump(struct emitter *e, u32 target);
void emit_jump_if(struct emitter *e, enum condition condition, u32 target);
void emit_jump_memory(struct emitter *e, enum cpu_register base, i32 displacement);
void emit_return(struct emitter *e);
/* Fills up to a multiple of `boundary` bytes from the beginning with what is never executed. */
void emit_align(struct emitter *e, u32 boundary);
/* Jumps forward: return a mark, which emit_land() resolves to the place where it is
 * called. */
u32 emit_jump_ahead(struct emitter *e);
u32 emit_jump_ahead_if(struct emitter *e, enum condition condition);
void emit_land(struct emitter *e, u32 mark);

#endif
