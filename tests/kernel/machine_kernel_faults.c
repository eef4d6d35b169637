/* SPDX-License-Identifier: GPL-2.0-only */
/* Exceptions of the kernel that are no fault of the kernel: what user mode named is not mapped
 * (for the window see machine_reserved.c), or it left something in the segment registers. */
#include "machine/machine.h"
#include "machine/callbacks.h"
#include "machine_tests.h"

/* Changed by a fault in the middle of a statement. */
static volatile u32 faults, faults_off, fault_address;

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

static void test_user_half(void)
{
    faults = faults_off = 0;
    check(read_or_fail(0x20000) == 0xdead && faults == 1 && fault_address == 0x20000 && !faults_off,
          "a fault in the user half is trap code's");
    check(read_or_fail(USER_END) == 0xdead && read_or_fail(DIRECT_MAP - 4) == 0xdead && faults == 3,
          "up to the kernel's half");
    u32 flags = interrupts_disable();
    u32 word = read_or_fail(0x123450);
    u32 off = !interrupts_enabled();
    interrupts_restore(flags);
    check(word == 0xdead && faults == 4 && faults_off == 1 && off, "with interrupts as they were");
}

/* QEMU's emulation takes any data segment for a flat one, so the fault is pretended. */
static void test_segments(void)
{
    struct interrupt_frame frame = { .vector = VECTOR_PROTECTION, .cs = KERNEL_CODE, .ds = 0, .es = USER_DATA };
    u32 flags = interrupts_disable();
    interrupt_dispatch(&frame);
    frame.ds = USER_DATA;
    frame.es = USER_CODE;
    interrupt_dispatch(&frame);
    interrupts_restore(flags);
    check(1, "a protection fault with other segments than the kernel's is tried again");
}

void test_kernel_faults(void)
{
    test_segments();
    test_user_half();
}
