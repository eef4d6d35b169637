/* SPDX-License-Identifier: GPL-2.0-only */
/* What traps.h demands of pagers, weakly. */
#include "traps.h"

__attribute__((weak)) status pager_kernel_fault(u32 address, u32 write)
{
    (void)address;
    (void)write;
    return E_FAULT;
}
