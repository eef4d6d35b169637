/* SPDX-License-Identifier: GPL-2.0-only */
/* What a call passes may stand in pages that nobody has touched yet: blocks, the places for results,
 * and those for references. */
#include "paging.h"

static const char message[] = "paging: this line stood in two pages\n";

void test_blocks(void)
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
