/* SPDX-License-Identifier: GPL-2.0-only */
/* The parts that instructions consist of, for assembler.c and assembler_trap.c. */
#ifndef KERNEL_CALLS_ASSEMBLER_ENCODING_H
#define KERNEL_CALLS_ASSEMBLER_ENCODING_H

#include "calls/assembler.h"

static inline void byte(struct emitter *e, u8 value)
{
    if (e->length < e->room)
        e->code[e->length] = value;
    e->length++;
}

static inline void word(struct emitter *e, u32 value)
{
    byte(e, (u8)value);
    byte(e, (u8)(value >> 8));
    byte(e, (u8)(value >> 16));
    byte(e, (u8)(value >> 24));
}

/* ModRM byte, SIB byte where the base is esp, and displacement of [base + displacement];
 * `field` is the other register, or the rest of the opcode. */
static inline void memory(struct emitter *e, u32 field, enum cpu_register base, i32 displacement)
{
    int short_form = displacement >= -128 && displacement <= 127;

    byte(e, (u8)((short_form ? 0x40 : 0x80) | field << 3 | base));
    if (base == ESP)
        byte(e, 0x24);
    if (short_form)
        byte(e, (u8)displacement);
    else
        word(e, (u32)displacement);
}

/* ModRM byte and displacement of a fixed address. */
static inline void variable(struct emitter *e, u32 field, u32 address)
{
    byte(e, (u8)(field << 3 | 5));
    word(e, address);
}

static inline void registers(struct emitter *e, u32 field, enum cpu_register other)
{
    byte(e, (u8)(0xc0 | field << 3 | other));
}

/* The distance to `target` from the end of the instruction, whose last part this is. */
static inline void relative(struct emitter *e, u32 target)
{
    word(e, target - (emit_address(e) + 4));
}

#endif
