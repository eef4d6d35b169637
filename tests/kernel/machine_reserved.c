/* SPDX-License-Identifier: GPL-2.0-only */
/* Reserved addresses in the window, whose pages are mapped when they are touched: the test plays
 * the pager. */
#include "machine/pages.h"
#include "machine/callbacks.h"
#include "machine/window.h"
#include "machine_tests.h"

static volatile char *supply;                   /* two pages; page 2 of a range gets the second */
static volatile u32 faults, write_faults, interrupts_on;
static char *range;

status pager_kernel_fault(u32 address, u32 write)
{
    u32 page = (address - (u32)range) / PAGE_SIZE;
    faults++;
    write_faults += write;
    interrupts_on += !!interrupts_enabled();
    if (page > 2)
        return E_FAULT;
    window_set(address & ~PAGE_MASK, physical_address((char *)supply + (page == 2 ? PAGE_SIZE : 0)),
               write ? WINDOW_WRITABLE : 0);
    return OK;
}

void test_reserved(void)
{
    supply = pages_allocate(2);
    range = window_reserve(3);
    supply[0] = 'a';
    supply[PAGE_SIZE] = 'b';
    check(range && !address_is_mapped((u32)range), "addresses are reserved, and nothing is mapped there");
    check(!window_physical((u32)range), "nor is anything physical behind them");
    volatile char *bytes = range;
    check(bytes[0] == 'a' && bytes[1] == 0 && faults == 1, "the first read asks for the page, the second not");
    check(address_is_mapped((u32)range) && !address_is_mapped((u32)range + PAGE_SIZE), "one page is there now");
    check(bytes[2 * PAGE_SIZE] == 'b' && faults == 2 && write_faults == 0, "another page is asked for apart");
    bytes[1] = 'c';
    check(faults == 3 && write_faults == 1, "a write to a page that is mapped read-only asks again");
    bytes[2] = 'd';
    check(faults == 3 && supply[1] == 'c' && supply[2] == 'd', "then it is written to, and asks no more");
    bytes[PAGE_SIZE] = 'e';
    check(faults == 4 && write_faults == 2 && supply[0] == 'e', "a first write asks once");
    u32 flags = interrupts_disable();
    check(bytes[0] == 'e' && faults == 4, "what is mapped stays");
    interrupts_restore(flags);
    window_clear((u32)range);
    check(!address_is_mapped((u32)range) && bytes[0] == 'e' && faults == 5, "what was unmapped is asked for again");
    check(interrupts_on == 5, "all were asked for with interrupts on");
    char *neighbour = window_map(physical_address((char *)supply), 1);
    check(neighbour && (neighbour < range - PAGE_SIZE || neighbour > range + 3 * PAGE_SIZE),
          "another mapping keeps off, also from reserved pages");
    check(window_unmap(neighbour) == OK && window_unmap(range + PAGE_SIZE) == E_INVAL,
          "a range cannot be given back from its middle");
    check(window_unmap(range) == OK && window_unmap(range) == E_INVAL, "but from its start, once");
    check(!address_is_mapped((u32)range + 2 * PAGE_SIZE), "nothing is mapped there then");
    check(window_reserve(3) == range, "the addresses can be reserved again");
    check(window_unmap(range) == OK && !window_reserve(0) && !window_reserve(0xffffffff),
          "no pages and too many are refused");
    pages_free((char *)supply, 2);
}
