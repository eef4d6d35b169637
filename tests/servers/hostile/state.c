/* SPDX-License-Identifier: GPL-2.0-only */
/* Entering the kernel with flags and segment registers that it does not expect: the call is carried
 * out as any other, and the kernel is none the worse for it. */
#include "hostile.h"

#define FLAG_CARRY      0x000001u
#define FLAG_TRAP       0x000100u
#define FLAG_DIRECTION  0x000400u
#define FLAG_OVERFLOW   0x000800u
#define FLAG_NESTED     0x004000u
#define FLAG_ALIGNMENT  0x040000u
#define FLAG_ID         0x200000u
#define FLAGS_USUAL     0x000202u

static const u32 numbers[] = { 1, 20, 300, 4000 };

static void call_with_flags(struct outcome *outcome, Bystander reference, u32 flags)
{
    struct registers registers = { .eax = ~0u, .edx = (u32)reference, .flags = FLAGS_USUAL | flags };

    registers.ecx = enter_stack((u32)reference, numbers, 4);
    enter(&registers);
    expect(outcome, registers.eax, 4321, "a call with odd flags");
    expect(outcome, registers.flags & FLAG_TRAP, 0, "the trap flag afterwards");
}

/* Another thread runs meanwhile, and must not get them. */
static void sleep_with_flags(struct outcome *outcome, u32 flags)
{
    static const u32 milliseconds = 1;
    struct registers registers = { .eax = ~2u, .edx = (u32)threads, .flags = FLAGS_USUAL | flags };

    registers.ecx = enter_stack((u32)threads, &milliseconds, 1);
    enter(&registers);
    expect(outcome, (i32)registers.edx < 0, 0, "a sleep with odd flags");
}

/* Also a call that copies a block, with string instructions. */
static void sum_with_flags(struct outcome *outcome, Bystander reference, u32 flags)
{
    static u8 block[600];
    const u32 arguments[] = { (u32)block, sizeof block };
    struct registers registers = { .eax = ~1u, .edx = (u32)reference, .flags = FLAGS_USUAL | flags };

    for (u32 i = 0; i < sizeof block; i++)
        block[i] = (u8)i;
    registers.ecx = enter_stack((u32)reference, arguments, 2);
    enter(&registers);
    expect(outcome, registers.eax, 2 * 32640 + 88 * 87 / 2, "a block with odd flags");
}

/* A call that is refused leaves the kernel by another way. */
static void refuse_with_flags(struct outcome *outcome, u32 flags)
{
    struct registers registers = { .eax = ~1000u, .edx = (u32)near, .flags = FLAGS_USUAL | flags };

    registers.ecx = enter_stack((u32)near, numbers, 4);
    enter(&registers);
    expect(outcome, registers.edx, (u32)E_REFERENCE, "a refusal with odd flags");
    expect(outcome, registers.flags & FLAG_TRAP, 0, "the trap flag after a refusal");
}

void attack_flags(struct outcome *outcome)
{
    static const u32 flags[] = {
        FLAG_CARRY, FLAG_TRAP, FLAG_DIRECTION, FLAG_OVERFLOW, FLAG_NESTED, FLAG_ALIGNMENT, FLAG_ID,
        FLAG_TRAP | FLAG_DIRECTION | FLAG_NESTED | FLAG_ALIGNMENT | FLAG_ID
    };

    for (u32 i = 0; i < sizeof flags / sizeof *flags; i++) {
        call_with_flags(outcome, near, flags[i]);
        call_with_flags(outcome, far, flags[i]);
        sum_with_flags(outcome, near, flags[i]);
        sum_with_flags(outcome, far, flags[i]);
        refuse_with_flags(outcome, flags[i]);
        for (u32 k = 0; k < 10; k++)
            sleep_with_flags(outcome, flags[i]);
    }
}

/* ds and es, and what the kernel does not use: fs and gs. */
static void call_with_segments(struct outcome *outcome, Bystander reference, u32 selector)
{
    struct registers registers = { .eax = ~0u, .edx = (u32)reference, .flags = FLAGS_USUAL };

    registers.ecx = enter_stack((u32)reference, numbers, 4);
    __asm__ volatile("movl %0, %%fs\n\tmovl %0, %%gs" : : "r"(selector));
    enter_with_segments(&registers, selector);
    expect(outcome, registers.eax, 4321, "a call with odd segments");
}

void attack_segments(struct outcome *outcome)
{
    static const u32 selectors[] = { 0, 1, 3, 0x1b, 0x23, 0x20, 0x21 };

    for (u32 i = 0; i < sizeof selectors / sizeof *selectors; i++) {
        call_with_segments(outcome, near, selectors[i]);
        call_with_segments(outcome, far, selectors[i]);
    }
    Threads_sleep(threads, 2);          /* ticks with these in fs and gs */
    expect(outcome, Bystander_add(near, 1, 2, 3, 4), 10, "a call afterwards");
}
