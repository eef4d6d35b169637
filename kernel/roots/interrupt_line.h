/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupt line objects: what a reference to the interface InterruptLine denotes. */
#ifndef KERNEL_ROOTS_INTERRUPT_LINE_H
#define KERNEL_ROOTS_INTERRUPT_LINE_H

#include "roots/semaphore.h"

struct interrupt_line {
    u32 line;
    struct semaphore fired;     /* counts to 1: it fired, and nobody has waited for that yet */
};

/* Takes a line, masked, into `*new`. E_BUSY if somebody has it (the kernel has 0 and 2),
 * E_RANGE if there is none, E_NOMEM. */
status interrupt_line_new(u32 line, struct interrupt_line **new);

#endif
