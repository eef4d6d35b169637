/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's buffers for what user mode passes to the kernel's domain and gets from there, if
 * that is too much for the kernel's stack. A call takes one off the list and puts it back; there
 * are as many as such calls ever were in progress at once. */
#ifndef KERNEL_COMPONENT_CROSSING_BUFFER_H
#define KERNEL_COMPONENT_CROSSING_BUFFER_H

#include "types.h"

/* Behind the bytes, as user_stack.h has it. Generated code knows it. */
struct crossing_buffer {
    struct crossing_buffer *next;       /* of the free ones */
};

/* What fits on the kernel's stack instead, in bytes. */
#define CROSSING_ON_STACK_MAX 1024u

/* The free ones. Changes with interrupts off. */
extern struct crossing_buffer *crossing_buffers;

/* Makes one more. Interrupts are off. E_NOMEM. */
status crossing_buffer_create(void) __asm__("crossing_buffer_create");

#endif
