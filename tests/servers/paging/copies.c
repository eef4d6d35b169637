/* SPDX-License-Identifier: GPL-2.0-only */
/* Copy-on-write pagers, of memory, of another pager and of another copy. */
#include "paging.h"

#define PAGES 3u                        /* of the text; the last in part */

static u32 is_same(volatile const u8 *a, volatile const u8 *b, u32 size)
{
    u32 i;

    for (i = 0; i < size && a[i] == b[i]; i++)
        ;
    return i == size;
}

static u32 sum(volatile const u8 *bytes, u32 size)
{
    u32 result = 0;

    for (u32 i = 0; i < size; i++)
        result = result * 31 + bytes[i];
    return result;
}

static void test_of_memory(void)
{
    volatile u8 *source = map((Any)text), *bytes;
    u32 size = Memory_getSize(text), before = sum(source, size);
    Pager pager = 0;

    CopyOnWrite_copyMemory(copies, text, &pager);
    check(size > 2 * PAGE_SIZE && size < 3 * PAGE_SIZE, "copy on write: the text ends within its third page");
    check_number(Pager_getSize(pager), PAGES * PAGE_SIZE, "copy on write: the size is rounded up");
    bytes = map((Any)pager);
    check(is_same(bytes, source, 2 * PAGE_SIZE), "copy on write: it shows the source");
    check_copy_faults(pager, 2, 0, 0, "copy on write: two reads are two faults and no copy");
    check(is_same(bytes + 2 * PAGE_SIZE, source + 2 * PAGE_SIZE, size - 2 * PAGE_SIZE),
          "copy on write: also the last part of a page");
    check_number(count_set(bytes + size, PAGES * PAGE_SIZE - size), 0, "copy on write: zeros follow");
    check_copy_faults(pager, 3, 0, 1, "copy on write: that page is a copy");

    bytes[PAGE_SIZE + 7] = 0xee;
    check_copy_faults(pager, 3, 1, 2, "copy on write: the first write to a page is a fault and a copy");
    check_number(bytes[PAGE_SIZE + 7], 0xee, "copy on write: it is written");
    check(is_same(bytes + PAGE_SIZE, source + PAGE_SIZE, 7)
          && is_same(bytes + PAGE_SIZE + 8, source + PAGE_SIZE + 8, PAGE_SIZE - 8),
          "copy on write: the rest of the page is the source's");
    bytes[2 * PAGE_SIZE - 1] = 0xdd;
    bytes[2 * PAGE_SIZE] = 0xcc;
    check_copy_faults(pager, 3, 1, 2, "copy on write: further writes to copies are none");
    check(is_same(bytes, source, PAGE_SIZE), "copy on write: the first page is still the source's");
    check_number(sum(source, size), before, "copy on write: the source is untouched");
    unmap(bytes);
    bytes = map((Any)pager);
    check_number(bytes[PAGE_SIZE + 7], 0xee, "copy on write: a new mapping shows the copies");
    check_copy_faults(pager, 4, 1, 2, "copy on write: for one fault");
    unmap(bytes);
    Pager_release(pager);
    unmap(source);
}

static void test_of_pager(void)
{
    volatile u8 *source, *bytes, *second;
    Pager zero = 0, copy = 0, again = 0;

    DemandZero_create(zeros, 4 * PAGE_SIZE, &zero);
    source = map((Any)zero);
    source[0] = 1;
    source[PAGE_SIZE] = 2;
    CopyOnWrite_copyPager(copies, zero, &copy);
    CopyOnWrite_copyPager(copies, copy, &again);
    bytes = map((Any)copy);
    second = map((Any)again);
    check_zero_faults(zero, 0, 2, "copy of a pager: making one asks for nothing");
    check_number(bytes[0], 1, "copy of a pager: it shows the source");
    check_zero_faults(zero, 1, 2, "copy of a pager: a read is redirected to the source");
    check_number(second[PAGE_SIZE], 2, "copy of a copy: it shows the source, too");
    check_copy_faults(again, 1, 0, 0, "copy of a copy: by one fault of its own");
    check_copy_faults(copy, 2, 0, 0, "copy of a copy: one of the copy");
    check_zero_faults(zero, 2, 2, "copy of a copy: and one of the source");
    second[PAGE_SIZE] = 3;
    check_copy_faults(again, 1, 1, 1, "copy of a copy: a write copies the page");
    check_number(bytes[PAGE_SIZE], 2, "copy of a copy: the copy is untouched");
    check_number(source[PAGE_SIZE], 2, "copy of a copy: so is the source");
    check_number(second[PAGE_SIZE], 3, "copy of a copy: which has it alone");
    bytes[2 * PAGE_SIZE] = 4;
    check_number(source[2 * PAGE_SIZE], 0, "copy of a pager: a page that nobody had touched is copied as zeros");
    Pager_release(zero);
    unmap(source);
    check_number(second[0], 1, "copy of a copy: the pagers below stay as long as it needs them");
    unmap(second);
    unmap(bytes);
    Pager_release(again);
    Pager_release(copy);
}

void test_copies(void)
{
    Pager zero = 0;
    u32 numbers[3];

    test_of_memory();
    test_of_pager();
    DemandZero_create(zeros, PAGE_SIZE, &zero);
    check_number((u32)CopyOnWrite_getFaults(copies, zero, &numbers[0], &numbers[1], &numbers[2]), (u32)E_INVAL,
                 "copy on write: another server's pager is refused");
    Pager_release(zero);
}
