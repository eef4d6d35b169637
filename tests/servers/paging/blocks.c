/* SPDX-License-Identifier: GPL-2.0-only */
/* What a call passes may stand in pages that nobody has touched yet: blocks, the places for results,
 * and those for references. */
#include "paging.h"

static const char message[] = "paging: this line stood in two pages\n";

/* Blocks of a call that stand in pages which nobody has touched: the kernel, or the callee, has to. */
static void test_calls(Bystander callee)
{
    Pager pager = 0;
    volatile u8 *bytes;

    DemandZero_create(zeros, 16 * PAGE_SIZE, &pager);
    bytes = map((Any)pager);
    check_number(Bystander_sum(callee, (void *)(bytes + 100), PAGE_SIZE), 0, "blocks: one in, of zeros");
    check_number(bytes[0] + bytes[2 * PAGE_SIZE - 1], 0, "blocks: both pages were there for it");
    check_zero_faults(pager, 2, 0, "blocks: by one fault each");
    check_number((u32)Bystander_fill(callee, 3, (void *)(bytes + 3 * PAGE_SIZE - 50), 100), OK,
                 "blocks: one out, into two pages");
    check_number(count_set(bytes + 2 * PAGE_SIZE, 2 * PAGE_SIZE), 100, "blocks: it was filled");
    check_number(Bystander_sum(callee, (void *)(bytes + 3 * PAGE_SIZE - 50), 100), 300, "blocks: and goes in");
    check_number((u32)Bystander_change(callee, (void *)(bytes + 5 * PAGE_SIZE - 30), 60), OK,
                 "blocks: one both ways");
    check_number(count_set(bytes + 4 * PAGE_SIZE, 2 * PAGE_SIZE), 60, "blocks: it was changed");
    check_number((u32)Bystander_getName(callee, (void *)(bytes + 7 * PAGE_SIZE - 4), 100), 9,
                 "blocks: one whose length is told");
    check_number(bytes[7 * PAGE_SIZE - 4], 'b', "blocks: it begins in one page");
    check_number(bytes[7 * PAGE_SIZE + 4], 'r', "blocks: and ends in the other");
    check_number((u32)Bystander_triple(callee, 7, (u32 *)(bytes + 9 * PAGE_SIZE - 2)), OK,
                 "blocks: a result across two pages");
    check_number(*(volatile u32 *)(bytes + 9 * PAGE_SIZE - 2), 21, "blocks: it arrives");
    unmap(bytes);
    Pager_release(pager);
}

/* The same through functions of the kernel's, and of the pager's own server. */
static void test_own(void)
{
    volatile u8 *bytes;
    Pager pager = 0, *place;
    u32 *numbers;
    char *line;

    DemandZero_create(zeros, 8 * PAGE_SIZE, &pager);
    bytes = map((Any)pager);
    line = (char *)bytes + PAGE_SIZE - 10;
    memcpy(line, message, sizeof message - 1);
    Log_write(log, line, sizeof message - 1);
    check_zero_faults(pager, 0, 2, "blocks: a block is passed out of two pages");
    Log_write(log, (void *)(bytes + 3 * PAGE_SIZE - 1), 2);
    check_zero_faults(pager, 2, 2, "blocks: also out of pages that nobody has touched");

    numbers = (u32 *)(bytes + 4 * PAGE_SIZE);
    check_number((u32)DemandZero_getFaults(zeros, pager, &numbers[0], &numbers[1]), OK,
                 "blocks: results may go to such a page");
    /* In one domain the function itself writes there, and counts that. */
    check(numbers[0] == 2 && numbers[1] >= 2 && numbers[1] <= 3, "blocks: and arrive");
    place = (Pager *)(bytes + 5 * PAGE_SIZE);
    check_number((u32)DemandZero_create(zeros, PAGE_SIZE, place), OK, "blocks: so may references");
    check_number(Pager_getSize(*place), PAGE_SIZE, "blocks: which can be called");
    Pager_release(*place);
    check_number((u32)Servers_getError(servers, (void *)(bytes + 7 * PAGE_SIZE - 3), 200) > 200, 0,
                 "blocks: a block may be filled there");
    unmap(bytes);
    Pager_release(pager);
}

void test_blocks(void)
{
    test_own();
    test_calls(near);
    test_calls(far);
}
