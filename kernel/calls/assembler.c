/* SPDX-License-Identifier: GPL-2.0-only */
/* Encodings of the instructions that entry code consists of. */
#include "calls/assembler.h"

#include "bytes.h"
#include "calls/assembler_encoding.h"

u32 emit_address(const struct emitter *e)
{
    return (u32)e->code + e->length;
}

void emit_load(struct emitter *e, enum cpu_register to, enum cpu_register base, i32 displacement)
{
    byte(e, 0x8b);
    memory(e, to, base, displacement);
}

void emit_store(struct emitter *e, enum cpu_register base, i32 displacement, enum cpu_register from)
{
    byte(e, 0x89);
    memory(e, from, base, displacement);
}

void emit_store_constant(struct emitter *e, enum cpu_register base, i32 displacement, u32 value)
{
    byte(e, 0xc7);
    memory(e, 0, base, displacement);
    word(e, value);
}

void emit_load_address(struct emitter *e, enum cpu_register to, enum cpu_register base, i32 displacement)
{
    byte(e, 0x8d);
    memory(e, to, base, displacement);
}

void emit_push_memory(struct emitter *e, enum cpu_register base, i32 displacement)
{
    byte(e, 0xff);
    memory(e, 6, base, displacement);
}

void emit_pop_memory(struct emitter *e, enum cpu_register base, i32 displacement)
{
    byte(e, 0x8f);
    memory(e, 0, base, displacement);
}

void emit_increment(struct emitter *e, enum cpu_register base, i32 displacement)
{
    byte(e, 0xff);
    memory(e, 0, base, displacement);
}

void emit_decrement(struct emitter *e, enum cpu_register base, i32 displacement)
{
    byte(e, 0xff);
    memory(e, 1, base, displacement);
}

void emit_compare(struct emitter *e, enum cpu_register value, enum cpu_register base, i32 displacement)
{
    byte(e, 0x3b);
    memory(e, value, base, displacement);
}

void emit_compare_memory(struct emitter *e, enum cpu_register base, i32 displacement, u32 constant)
{
    byte(e, 0x81);
    memory(e, 7, base, displacement);
    word(e, constant);
}

void emit_compare_memory_small(struct emitter *e, enum cpu_register base, i32 displacement, i8 constant)
{
    byte(e, 0x83);
    memory(e, 7, base, displacement);
    byte(e, (u8)constant);
}

void emit_load_variable(struct emitter *e, enum cpu_register to, u32 address)
{
    byte(e, 0x8b);
    variable(e, to, address);
}

void emit_store_variable(struct emitter *e, u32 address, enum cpu_register from)
{
    byte(e, 0x89);
    variable(e, from, address);
}

void emit_compare_variable_small(struct emitter *e, u32 address, i8 constant)
{
    byte(e, 0x83);
    variable(e, 7, address);
    byte(e, (u8)constant);
}

void emit_compare_variable(struct emitter *e, enum cpu_register value, u32 address)
{
    byte(e, 0x3b);
    variable(e, value, address);
}

void emit_add_variable(struct emitter *e, u32 address, i32 constant)
{
    int short_form = constant >= -128 && constant <= 127;

    byte(e, short_form ? 0x83 : 0x81);
    variable(e, 0, address);
    if (short_form)
        byte(e, (u8)constant);
    else
        word(e, (u32)constant);
}

void emit_increment_variable(struct emitter *e, u32 address)
{
    byte(e, 0xff);
    variable(e, 0, address);
}

void emit_decrement_variable(struct emitter *e, u32 address)
{
    byte(e, 0xff);
    variable(e, 1, address);
}

void emit_compare_exchange(struct emitter *e, u32 address, enum cpu_register value)
{
    byte(e, 0x0f);
    byte(e, 0xb1);
    variable(e, value, address);
}

void emit_load_constant(struct emitter *e, enum cpu_register to, u32 value)
{
    byte(e, (u8)(0xb8 | to));
    word(e, value);
}

void emit_move(struct emitter *e, enum cpu_register to, enum cpu_register from)
{
    byte(e, 0x89);
    registers(e, from, to);
}

void emit_clear(struct emitter *e, enum cpu_register which)
{
    byte(e, 0x31);
    registers(e, which, which);
}

void emit_add_constant(struct emitter *e, enum cpu_register to, i32 value)
{
    int short_form = value >= -128 && value <= 127;

    byte(e, short_form ? 0x83 : 0x81);
    registers(e, 0, to);
    if (short_form)
        byte(e, (u8)value);
    else
        word(e, (u32)value);
}

void emit_rotate_right(struct emitter *e, enum cpu_register which, u32 bits)
{
    byte(e, 0xc1);
    registers(e, 1, which);
    byte(e, (u8)bits);
}

void emit_compare_registers(struct emitter *e, enum cpu_register a, enum cpu_register b)
{
    byte(e, 0x3b);
    registers(e, a, b);
}

void emit_compare_constant(struct emitter *e, enum cpu_register a, u32 constant)
{
    byte(e, 0x81);
    registers(e, 7, a);
    word(e, constant);
}

void emit_test_register(struct emitter *e, enum cpu_register which)
{
    byte(e, 0x85);
    registers(e, which, which);
}

void emit_push(struct emitter *e, enum cpu_register which)
{
    byte(e, (u8)(0x50 | which));
}

void emit_push_constant(struct emitter *e, u32 value)
{
    byte(e, 0x68);
    word(e, value);
}

void emit_pop(struct emitter *e, enum cpu_register which)
{
    byte(e, (u8)(0x58 | which));
}

void emit_push_all(struct emitter *e)
{
    byte(e, 0x60);
}

void emit_pop_all(struct emitter *e)
{
    byte(e, 0x61);
}

void emit_call(struct emitter *e, u32 target)
{
    byte(e, 0xe8);
    relative(e, target);
}

void emit_jump(struct emitter *e, u32 target)
{
    byte(e, 0xe9);
    relative(e, target);
}

void emit_jump_if(struct emitter *e, enum condition condition, u32 target)
{
    byte(e, 0x0f);
    byte(e, (u8)(0x80 | condition));
    relative(e, target);
}

void emit_jump_memory(struct emitter *e, enum cpu_register base, i32 displacement)
{
    byte(e, 0xff);
    memory(e, 4, base, displacement);
}

void emit_align(struct emitter *e, u32 boundary)
{
    while (e->length % boundary)
        byte(e, 0xcc);
}

void emit_return(struct emitter *e)
{
    byte(e, 0xc3);
}

u32 emit_jump_ahead(struct emitter *e)
{
    emit_jump(e, 0);
    return e->length;
}

u32 emit_jump_ahead_if(struct emitter *e, enum condition condition)
{
    emit_jump_if(e, condition, 0);
    return e->length;
}

void emit_land(struct emitter *e, u32 mark)
{
    u32 distance = e->length - mark;

    if (mark <= e->room)
        memcpy(e->code + mark - 4, &distance, 4);
}
