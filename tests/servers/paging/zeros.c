/* SPDX-License-Identifier: GPL-2.0-only */
/* Demand-zero pagers. */
#include "paging.h"

#define PAGES 16u
#define HUGE  (64u << 20)

static void test_touching(Pager pager)
{
    volatile u8 *bytes = map((Any)pager), *same;

    check_zero_faults(pager, 0, 0, "demand-zero: mapping asks for no page");
    check_number(bytes[5], 0, "demand-zero: a page begins as zero");
    check_zero_faults(pager, 1, 0, "demand-zero: the first read is one fault");
    check_number(count_set(bytes, PAGE_SIZE), 0, "demand-zero: all of it");
    check_zero_faults(pager, 1, 0, "demand-zero: which costs no further one");
    bytes[3 * PAGE_SIZE + 1] = 0x5a;
    check_zero_faults(pager, 1, 1, "demand-zero: the first write to another page is one fault");
    for (u32 i = 2; i < PAGE_SIZE; i++)
        bytes[3 * PAGE_SIZE + i] = (u8)i;
    check_zero_faults(pager, 1, 1, "demand-zero: writing on costs none");
    *(volatile u32 *)(bytes + 5 * PAGE_SIZE - 2) = 0x12345678;
    check_zero_faults(pager, 1, 3, "demand-zero: a word across two pages is two faults");
    check_number(*(volatile u32 *)(bytes + 5 * PAGE_SIZE - 2), 0x12345678, "demand-zero: and can be read");

    same = map((Any)pager);
    check(same != bytes, "demand-zero: a second mapping has addresses of its own");
    check_number(same[3 * PAGE_SIZE + 1], 0x5a, "demand-zero: and shows the same page");
    check_zero_faults(pager, 2, 3, "demand-zero: for one fault");
    same[3 * PAGE_SIZE + 1] = 0x77;
    check_number(bytes[3 * PAGE_SIZE + 1], 0x77, "demand-zero: what is written there is seen here");
    unmap(same);
    unmap(bytes);
    bytes = map((Any)pager);
    check_number(bytes[3 * PAGE_SIZE + 1], 0x77, "demand-zero: the pages stay without a mapping");
    unmap(bytes);
}

static u32 free_pages(void)
{
    return PhysicalMemory_getFree(memory) / PAGE_SIZE;
}

/* A large one takes memory only where it is touched. */
static void test_large(void)
{
    volatile u8 *bytes;
    Pager pager = 0;
    u32 before, taken;

    DemandZero_create(zeros, HUGE, &pager);
    bytes = map((Any)pager);
    before = free_pages();
    bytes[0] = 1;
    bytes[HUGE - 1] = 2;
    taken = before - free_pages();
    check(taken >= 2 && taken <= 16, "demand-zero: two touched pages of 64 MiB take a few pages");
    check_zero_faults(pager, 0, 2, "demand-zero: for two faults");
    unmap(bytes);
    Pager_release(pager);
}

static void test_refusals(void)
{
    Pager pager = 0;
    u32 reads, writes;

    check_number((u32)DemandZero_create(zeros, 0, &pager), (u32)E_INVAL, "demand-zero: no size is refused");
    check_number((u32)DemandZero_create(zeros, HUGE + 1, &pager), (u32)E_INVAL,
                 "demand-zero: more than 64 MiB are refused");
    check_number((u32)DemandZero_create(zeros, ~0u, &pager), (u32)E_INVAL,
                 "demand-zero: so is a size that wraps");
    CopyOnWrite_copyMemory(copies, text, &pager);
    check_number((u32)DemandZero_getFaults(zeros, pager, &reads, &writes), (u32)E_INVAL,
                 "demand-zero: another server's pager is refused");
    Pager_release(pager);
}

void test_zeros(void)
{
    Pager pager = 0;

    DemandZero_create(zeros, (PAGES - 1) * PAGE_SIZE + 1, &pager);
    check_number(Pager_getSize(pager), PAGES * PAGE_SIZE, "demand-zero: the size is rounded up");
    test_touching(pager);
    Pager_release(pager);
    test_large();
    test_refusals();
}
