/* SPDX-License-Identifier: GPL-2.0-only */
/* Encodings of the instructions that only code for calls across domains needs. */
#include "calls/assembler_trap.h"

#include "calls/assembler_encoding.h"
#include "machine/machine.h"

void emit_and_constant(struct emitter *e, enum cpu_register to, u32 value)
{
    byte(e, 0x81);
    registers(e, 4, to);
    word(e, value);
}

void emit_test_constant(struct emitter *e, enum cpu_register which, u32 value)
{
    byte(e, 0xf7);
    registers(e, 0, which);
    word(e, value);
}

void emit_shift_right(struct emitter *e, enum cpu_register which, u32 bits)
{
    byte(e, 0xc1);
    registers(e, 5, which);
    byte(e, (u8)bits);
}

void emit_add_memory(struct emitter *e, enum cpu_register to, enum cpu_register base, i32 displacement)
{
    byte(e, 0x03);
    memory(e, to, base, displacement);
}

void emit_subtract(struct emitter *e, enum cpu_register to, enum cpu_register from)
{
    byte(e, 0x2b);
    registers(e, to, from);
}

void emit_triple(struct emitter *e, enum cpu_register to, enum cpu_register base)
{
    byte(e, 0x8d);
    byte(e, (u8)(0x44 | to << 3));              /* [SIB + displacement of a byte] */
    byte(e, (u8)(0x40 | base << 3 | base));     /* 2 * base + base */
    byte(e, 0);
}

void emit_load_narrow(struct emitter *e, enum cpu_register to, enum cpu_register base, i32 displacement,
                      u32 bytes, int is_signed)
{
    if (bytes == 4) {
        emit_load(e, to, base, displacement);
        return;
    }
    byte(e, 0x0f);
    byte(e, (u8)((is_signed ? 0xbe : 0xb6) | (bytes == 2)));
    memory(e, to, base, displacement);
}

void emit_store_narrow(struct emitter *e, enum cpu_register base, i32 displacement, enum cpu_register from,
                       u32 bytes)
{
    if (bytes == 2)
        byte(e, 0x66);
    byte(e, bytes == 1 ? 0x88 : 0x89);
    memory(e, from, base, displacement);
}

void emit_compare_variable_constant(struct emitter *e, u32 address, u32 constant)
{
    byte(e, 0x81);
    variable(e, 7, address);
    word(e, constant);
}

void emit_copy_words(struct emitter *e)
{
    byte(e, 0xf3);
    byte(e, 0xa5);
}

void emit_copy_bytes(struct emitter *e)
{
    byte(e, 0xf3);
    byte(e, 0xa4);
}

void emit_fill_words(struct emitter *e)
{
    byte(e, 0xf3);
    byte(e, 0xab);
}

void emit_clear_direction(struct emitter *e)
{
    byte(e, 0xfc);
}

void emit_clear_flags(struct emitter *e)
{
    byte(e, 0x6a);                              /* push */
    byte(e, EFLAGS_NONE);
    byte(e, 0x9d);                              /* popf */
}

void emit_interrupts_on(struct emitter *e)
{
    byte(e, 0xfb);
}

void emit_interrupts_off(struct emitter *e)
{
    byte(e, 0xfa);
}

void emit_load_space(struct emitter *e, enum cpu_register directory)
{
    byte(e, 0x0f);
    byte(e, 0x22);
    registers(e, 3, directory);
}

void emit_enter_user(struct emitter *e)
{
    byte(e, 0x0f);
    byte(e, 0x35);
}

void emit_call_memory(struct emitter *e, enum cpu_register base, i32 displacement)
{
    byte(e, 0xff);
    memory(e, 2, base, displacement);
}
