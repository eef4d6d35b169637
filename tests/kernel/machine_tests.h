/* SPDX-License-Identifier: GPL-2.0-only */
/* Tests of the kernel's machine half, which run in place of the component model: they
 * print TAP on the serial port. */
#ifndef TESTS_MACHINE_TESTS_H
#define TESTS_MACHINE_TESTS_H

#include "types.h"

/* One test: ok if `condition` is not 0. */
void check(u32 condition, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Whether virtual time is exact (QEMU counts instructions), so that upper bounds on
 * how long something takes may be checked. */
u32 time_is_exact(void);

/* A pseudo-random number; the same ones on each run. */
u32 random_number(void);

/* What frame_stack_initialise() gave the current thread, to see that switches keep it. */
struct frame *expected_frame_top(void);

void test_pages(void);
void test_heap(void);
void test_window(void);
void test_reserved(void);
void test_threads(void);
void test_timeouts(void);
void test_semaphores(void);
void test_clock(void);
void test_interrupt_lines(void);
void test_formatter(void);
void test_spaces(void);
void test_user_mode(void);
void test_kernel_faults(void);

/* Makes the kernel fault in the way that `name` says; returns if it knows no such way. */
void fault(const char *name);

/* Whether `address` lies in the code that fault() pretends is a server's. */
u32 in_pretended_server(u32 address, u32 *offset);

/* What the component model's entry_restart() would answer. */
u32 pretended_restart(u32 eip);

#endif
