/* SPDX-License-Identifier: GPL-2.0-only */
/* What traps.h demands of calls across domains and of pagers, weakly. */
#include "traps.h"

__attribute__((weak)) char trap_entry[1];

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
