/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's buffers for what user mode passes to the kernel's domain and gets from there, if
 * that is too much for the kernel's stack. A call takes one off the list and puts it back. A few
 * are there from the beginning; more are made as such calls are in progress at once, unless
 * memory is short: each takes 26 pages, and who waits inside a call keeps its own. */
#ifndef KERNEL_CALLS_CROSSING_BUFFER_H
#define KERNEL_CALLS_CROSSING_BUFFER_H

#include "types.h"

/* Behind the bytes, as user_stack.h has it. Generated code knows it. */
struct crossing_buffer {
    struct crossing_buffer *next;       /* of the free ones */
};

/* What fits on the kernel's stack instead, in bytes. */
#define CROSSING_ON_STACK_MAX 1024u

/* The free ones. Changes with interrupts off. */
extern struct crossing_buffer *crossing_buffers;

#define CROSSING_BUFFERS_KEPT 4u

/* Makes those that are always there. E_NOMEM. */
status crossing_buffers_initialise(void);

/* Frees those beyond, as far as no call has them. */
void crossing_buffers_trim(void);

/* Makes one more on behalf of user mode. Interrupts are off. E_NOMEM. */
status crossing_buffer_create(void) __asm__("crossing_buffer_create");

#endif
