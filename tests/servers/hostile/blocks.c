/* SPDX-License-Identifier: GPL-2.0-only */
/* Blocks and places for results that are not the caller's own, or not as large as it says. */
#include "hostile.h"
#include "kernel/machine/machine.h"

#define NOTHING     0x6fffe000u         /* of its own half, but nothing is there */

static u8 block[4200];

void attack_sizes(struct outcome *outcome)
{
    static const u32 sizes[] = { 4097, 4100, 8192, 0x10000, 0x1000000, 0x7fffffff, 0x80000000, 0xfffff000,
                                 0xffffffff };
    const Bystander callees[] = { near, far };

    for (u32 i = 0; i < 2; i++) {
        Bystander b = callees[i];
        status call;

        for (u32 k = 0; k < sizeof sizes / sizeof *sizes; k++) {
            Bystander_sum_checked(b, block, sizes[k], &call);
            expect(outcome, (u32)call, (u32)E_SIZE, "a block in that is too large");
            expect(outcome, (u32)Bystander_fill(b, 1, block, sizes[k]), (u32)E_SIZE, "one out");
            expect(outcome, (u32)Bystander_change(b, block, sizes[k]), (u32)E_SIZE, "one both ways");
            expect(outcome, (u32)Bystander_getName(b, block, sizes[k]), (u32)E_SIZE, "one whose length is told");
        }
        expect(outcome, (u32)Bystander_change(b, block, 65), (u32)E_SIZE, "a block just over its bound");
        expect(outcome, (u32)Bystander_getName(b, block, 101), (u32)E_SIZE, "another one");
        for (u32 k = 0; k < sizeof block; k++)
            expect(outcome, block[k], 0, "nothing was written");
        expect(outcome, (u32)Bystander_fill(b, 7, block, 4096), OK, "a block of the bound's size");
        expect(outcome, Bystander_sum(b, block, 4096), 7 * 4096, "it was filled");
        expect(outcome, block[4096], 0, "and nothing behind it");
        Bystander_fill(b, 0, block, 4096);
    }
}

/* Whether it is refused, in whichever direction; `write` only where it would be written. */
static void refuse_block(struct outcome *outcome, Bystander b, u32 address, u32 size, u32 readable)
{
    status call;

    Bystander_sum_checked(b, (void *)address, size, &call);
    if (!readable)
        expect(outcome, (u32)call, (u32)E_FAULT, "a block in from where it cannot read");
    expect(outcome, (u32)Bystander_fill(b, 0xee, (void *)address, size), (u32)E_FAULT,
           "a block out to where it cannot write");
    expect(outcome, (u32)Bystander_change(b, (void *)address, size < 64 ? size : 64), (u32)E_FAULT,
           "a block both ways");
    if (size >= 9)
        expect(outcome, (u32)Bystander_getName(b, (void *)address, size < 100 ? size : 100), (u32)E_FAULT,
               "a block whose length is told");
}

/* The last mapped page of something of its own, with nothing behind. */
static u32 end_of_own(Memory *pages)
{
    u32 address = 0;

    PhysicalMemory_allocate(memory, 4096, pages);
    Component_map(component, (Any)*pages, &address);
    return address + 4096;
}

void attack_blocks(struct outcome *outcome)
{
    const Bystander callees[] = { near, far };
    Memory pages;
    u32 end = end_of_own(&pages);

    for (u32 i = 0; i < 2; i++) {
        Bystander b = callees[i];

        refuse_block(outcome, b, KERNEL_START, 4096, 0);
        refuse_block(outcome, b, KERNEL_START, 1, 0);
        refuse_block(outcome, b, WINDOW, 100, 0);
        refuse_block(outcome, b, 0, 16, 0);
        refuse_block(outcome, b, NOTHING, 4096, 0);
        refuse_block(outcome, b, 0x70000000 - 8, 16, 0);
        refuse_block(outcome, b, 0xfffffff8, 16, 0);
        refuse_block(outcome, b, 0xfffff800, 4096, 0);
        refuse_block(outcome, b, 0xffffffff, 1, 0);
        refuse_block(outcome, b, USER_AREA, 64, 0);
        refuse_block(outcome, b, end - 8, 16, 0);
        refuse_block(outcome, b, end - 1, 4096, 0);
        refuse_block(outcome, b, (u32)refuse_block, 64, 1);     /* its code: it may read that */
        expect(outcome, (u32)Bystander_fill(b, 3, (void *)(end - 16), 16), OK, "up to the end of what is its own");
        expect(outcome, Bystander_sum(b, (void *)(end - 16), 16), 48, "it was filled");
    }
    Component_unmap(component, end - 4096);
    Memory_release(pages);
}

void attack_places(struct outcome *outcome)
{
    static const u32 places[] = { 0, 2, KERNEL_START, WINDOW, USER_AREA, NOTHING, 0x6ffffffe, 0x70000000, 0xfffffffd,
                                  0xffffffff };
    const Bystander callees[] = { near, far };

    for (u32 i = 0; i < 2; i++)
        for (u32 k = 0; k <= sizeof places / sizeof *places; k++) {
            u32 place = k < sizeof places / sizeof *places ? places[k] : (u32)attack_places;
            Runnable other = 0;

            expect(outcome, (u32)Bystander_triple(callees[i], 5, (u32 *)place), (u32)E_FAULT,
                   "a result to where it cannot write");
            expect(outcome, (u32)Bystander_give(callees[i], (Runnable *)place, &other), (u32)E_FAULT,
                   "a reference to where it cannot write");
            expect(outcome, (u32)other, 0, "the other reference is none, either");
            expect(outcome, (u32)Bystander_give(callees[i], &other, (Runnable *)place), (u32)E_FAULT,
                   "the second reference");
        }
}
