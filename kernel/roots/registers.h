/* SPDX-License-Identifier: GPL-2.0-only */
/* Ranges of device registers: what a reference to the interface Registers denotes. */
#ifndef KERNEL_ROOTS_REGISTERS_H
#define KERNEL_ROOTS_REGISTERS_H

#include "Registers.h"

struct registers {
    u32 first, last;            /* physical addresses; nothing of the kernel's is among them */
};

/* Stores a reference to a new range, which the caller owns. E_RANGE if `last` is before `first`,
 * E_ACCESS if the pages concerned hold RAM or the local APIC, E_NOMEM. */
status registers_open(u32 first, u32 last, Registers *reference);

#endif
