/* SPDX-License-Identifier: GPL-2.0-only */
/* The end: the kernel found itself broken. */
#ifndef KERNEL_MACHINE_PANIC_H
#define KERNEL_MACHINE_PANIC_H

#include "machine/interrupts.h"

/* Prints "kernel panic: ", the message, the thread and a stack excerpt, then stops the
 * machine with STOP_PANIC. */
void panic(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* Panics unless `condition` holds: an invariant that only the kernel can break. */
#define ASSERT(condition) \
    do { \
        if (!(condition)) \
            panic("%s:%d: not true: %s", __FILE__, __LINE__, #condition); \
    } while (0)

/* Prints registers, faulting address, thread, stack excerpt, and the server concerned,
 * then stops. For an exception that nothing can handle (exception.c). `fault_address` is what
 * a page fault was about. */
void exception_panic(const struct interrupt_frame *frame, u32 fault_address) __attribute__((noreturn));

/* What the processor's manual calls an exception. */
const char *exception_name(u32 vector);

#endif
