/* SPDX-License-Identifier: GPL-2.0-only */
/* The scheduler's inside, for thread.c: everybody else uses thread.h. All functions are
 * called with interrupts off. */
#ifndef KERNEL_MACHINE_SCHEDULE_H
#define KERNEL_MACHINE_SCHEDULE_H

#include "machine/thread.h"

/* Saves the registers that a C function keeps on the stack, stores the stack pointer
 * in `*saved`, and continues where `stack_pointer` was saved, or at the address that
 * thread_create() put on a new stack (switch.asm). */
void thread_switch(u32 *saved, u32 stack_pointer);

/* Declares the running code the idle thread. */
void schedule_initialise(struct thread *idle);

/* Puts a thread at the end of its ready queue. */
void schedule_ready(struct thread *thread);

/* Runs the next ready thread; the current one was put where it will be found again, or
 * is dead. Returns when it runs again. */
void schedule(void);

/* If not null, told of each thread that is about to run. */
extern void (*thread_switched)(struct thread *next);

/* Frees what the thread that ran before needed until now, if it ended (thread.c). */
void thread_bury(void);

#endif
