/* SPDX-License-Identifier: GPL-2.0-only */
/* In place of kernel/machine/interrupts.h (same guard): a process has no interrupts, but whether
 * they would be on is kept track of. */
#ifndef KERNEL_MACHINE_INTERRUPTS_H
#define KERNEL_MACHINE_INTERRUPTS_H

#include "types.h"

#define EFLAGS_IF 0x200u

struct interrupt_frame;

extern u32 host_interrupts;      /* EFLAGS_IF or 0 */

static inline u32 interrupts_disable(void)
{
    u32 flags = host_interrupts;

    host_interrupts = 0;
    return flags;
}

static inline void interrupts_restore(u32 flags)
{
    host_interrupts = flags;
}

static inline u32 interrupts_enabled(void)
{
    return host_interrupts;
}

#endif
