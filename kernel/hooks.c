/* SPDX-License-Identifier: GPL-2.0-only */
/* What traps.h demands of the component model, weakly: without user mode nothing enters. */
#include "panic.h"
#include "traps.h"

__attribute__((weak)) char trap_entry[1];

__attribute__((weak)) void user_fault(struct interrupt_frame *frame, u32 address)
{
    exception_panic(frame, address);
}

__attribute__((weak)) status crossing_fault(struct interrupt_frame *frame, u32 address)
{
    (void)frame;
    (void)address;
    return E_FAULT;
}

__attribute__((weak)) status pager_kernel_fault(u32 address, u32 write)
{
    (void)address;
    (void)write;
    return E_FAULT;
}

__attribute__((weak)) void budget_tick(void)
{
}
