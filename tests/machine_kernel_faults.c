/* SPDX-License-Identifier: GPL-2.0-only */
/* Page faults of the kernel that are no fault of the kernel: in the user half, and in the
 * window. */
#include "interrupts.h"
#include "pages.h"
#include "space.h"
#include "string.h"
#include "traps.h"
#include "window.h"
#include "machine_tests.h"

/* Changed by a fault in the middle of a statement. */
static volatile u32 faults, faults_off, fault_address, fault_write;
static void *volatile window_page;      /* what is to be mapped at the next fault in the window */

u32 read_or_fail(u32 address);
extern const char read_failed[];

__asm__("read_or_fail:\n\t"
        "movl 4(%esp), %eax\n\t"
        "movl (%eax), %eax\n\t"
        "ret\n"
        "read_failed:\n\t"
        "movl $0xdead, %eax\n\t"
        "ret\n");

status crossing_fault(struct interrupt_frame *frame, u32 address)
{
    if (frame->eip - (u32)read_or_fail > (u32)read_failed - (u32)read_or_fail)
        return E_FAULT;                 /* the tests of panics */
    faults++;
    faults_off += !interrupts_enabled();
    fault_address = address;
    frame->eip = (u32)read_failed;
    return OK;
}

status pager_kernel_fault(u32 address, u32 write)
{
    if (!window_page)
        return E_FAULT;
    faults++;
    faults_off += !interrupts_enabled();
    fault_address = address;
    fault_write = write;
    void *mapping = window_map(physical_address(window_page), 1);
    window_page = NULL;
    return (u32)mapping == (address & ~PAGE_MASK) ? OK : E_FAULT;
}

static void test_user_half(void)
{
    faults = faults_off = 0;
    check(read_or_fail(USER_END - 4) == 0xdead && faults == 1 && fault_address == USER_END - 4 && !faults_off,
          "a fault below the user half's end is trap code's");
    u32 flags = interrupts_disable();
    u32 word = read_or_fail(0x123450);
    u32 off = !interrupts_enabled();
    interrupts_restore(flags);
    check(word == 0xdead && faults == 2 && faults_off == 1 && off, "with interrupts as they were");
}

static void test_window_faults(void)
{
    u32 *page = pages_allocate(1), flags;
    page[5] = 0x4444;
    char *address = window_map(physical_address(page), 1);
    window_unmap(address);
    window_page = page;
    faults = faults_off = 0;
    check(*(volatile u32 *)(address + 20) == 0x4444 && faults == 1 && !fault_write
          && fault_address == (u32)address + 20 && !faults_off, "a fault in the window is a pager's");
    window_unmap(address);
    window_page = page;
    flags = interrupts_disable();
    *(volatile u32 *)(address + 24) = 0x5555;
    interrupts_restore(flags);
    check(page[6] == 0x5555 && faults == 2 && fault_write && faults_off == 1,
          "which is told of writes, with interrupts as they were");
    window_unmap(address);
    pages_free(page, 1);
}

void test_kernel_faults(void)
{
    test_user_half();
    test_window_faults();
}
