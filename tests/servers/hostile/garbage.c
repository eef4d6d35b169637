/* SPDX-License-Identifier: GPL-2.0-only */
/* Entering the kernel with pseudo-random registers. Whatever it means, it is a call that fails or
 * succeeds, a return, or the end of this server. The seed repeats it. */
#include "hostile.h"

#define FLAGS_USUAL 0x202u
#define FLAGS_FREE  0x244cd5u           /* ID, AC, NT, OF, DF, TF, SF, ZF, AF, PF, CF */

/* Something that the kernel might take for a handle, a function or an address, or anything. */
static u32 odd_number(u32 *seed)
{
    static const u32 kinds[] = { 0, 0, USER_HANDLES, USER_STUBS, DIRECT_MAP, WINDOW, SPACE_AREA, 0xffffff00 };
    u32 number = random_number(seed), kind = random_number(seed) % 8;

    if (kind == 0)
        return number;
    return kinds[kind] + (number & (kind < 2 ? 0xff : 0xffff));
}

static u32 odd_function(u32 *seed)
{
    return random_number(seed) % 4 ? ~(random_number(seed) % 16) : odd_number(seed);
}

static u32 odd_reference(u32 *seed)
{
    const u32 own[] = { (u32)near, (u32)far, (u32)component };
    u32 which = random_number(seed) % 6;

    return which < 3 ? own[which] : odd_number(seed);
}

static u32 odd_pointer(u32 *seed)
{
    static u8 block[4096];

    return random_number(seed) % 2 ? (u32)block + random_number(seed) % 4096 : odd_number(seed);
}

/* Component.abort() would end it, which is nothing new. */
static int is_abort(const struct registers *registers)
{
    return ((registers->edx ^ (u32)component) & 0x1ffff0) == 0 && registers->eax == ~7u;
}

static void set_registers(struct registers *r, u32 *seed)
{
    r->eax = odd_function(seed);
    r->ebx = odd_number(seed);
    r->edx = odd_reference(seed);
    r->esi = odd_number(seed);
    r->edi = odd_number(seed);
    r->ebp = odd_number(seed);
    r->flags = FLAGS_USUAL | (random_number(seed) & FLAGS_FREE);
}

void attack_garbage(struct outcome *outcome, u32 sets, u32 seed)
{
    u32 arguments[8];
    struct registers registers;

    while (outcome->tried < sets) {
        for (u32 i = 0; i < 8; i++)
            arguments[i] = random_number(&seed) % 3 ? odd_pointer(&seed) : random_number(&seed) % 5000;
        set_registers(&registers, &seed);
        registers.ecx = enter_stack(registers.edx, arguments, 8);
        if (!is_abort(&registers))
            enter(&registers);
        outcome->tried++;
    }
    expect(outcome, Bystander_add(near, 1, 2, 3, 4), 10, "a call afterwards");
    expect(outcome, Bystander_add(far, 1, 2, 3, 4), 10, "a call afterwards");
}

void attack_garbage_all(u32 seed)
{
    struct registers registers;

    set_registers(&registers, &seed);
    registers.ecx = odd_number(&seed);
    enter(&registers);
}

/* Enters with a stack pointer that is not its own. */
void attack_stack(u32 stack)
{
    struct registers registers = { .eax = ~0u, .ecx = stack, .edx = (u32)far, .flags = FLAGS_USUAL };

    enter(&registers);
}

/* The call of attack() returns, with whatever this puts into the other registers. */
void attack_return(u32 seed)
{
    struct registers registers;

    set_registers(&registers, &seed);
    registers.eax = 0x77;
    registers.ecx = 0;
    enter(&registers);
}
