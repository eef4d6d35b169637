/* SPDX-License-Identifier: GPL-2.0-only */
/* What the machine half calls in the component model when user mode enters the kernel or
 * faults, or when the kernel faults on what user mode gave it. (exception.c decides which.) */
#ifndef KERNEL_TRAPS_H
#define KERNEL_TRAPS_H

#include "interrupts.h"

/* Where sysenter goes (trap.asm): interrupts off, esp = TSS_ESP0, everything else as user mode
 * left it, but for cs and ss. Not a function. */
extern char trap_entry[];

/* User mode made an exception. `address` is the one that a page fault was about, else 0.
 * Interrupts are on; it may sleep, and is on the thread's kernel stack. It returns if the
 * instruction is to be tried again, as `frame` then says, which it may change; or it ends the
 * domain and does not return. */
void user_fault(struct interrupt_frame *frame, u32 address);

/* An interrupt of user mode is over, and nothing else runs first. The domain may have ended by now, in
 * this interrupt too; emptying its space does not stop a thread that runs in the user area, which all have
 * and where some bytes of the stubs are loops. Then `frame` is changed so that it faults. Interrupts are
 * off. */
void user_interrupted(struct interrupt_frame *frame);

/* The kernel made a page fault at an `address` below DIRECT_MAP: trap code that reads or writes
 * what a user mode server named, which may begin below USER_END and end above. Interrupts are as they were when it faulted. OK: go on as
 * `frame` says. Any other status: it was no such code, and the kernel panics. May not return. */
status crossing_fault(struct interrupt_frame *frame, u32 address);

/* The kernel, or a server in its domain, made a page fault in the window, at no guard page of
 * a stack. Interrupts are as they were; if they are on it may sleep. OK: try again; else the
 * kernel panics. `write`: 1 if it was a write. */
status pager_kernel_fault(u32 address, u32 write);

/* The tick interrupted current_thread, which is not the idle thread. Interrupts are off. */
void budget_tick(void);

#endif
