/* SPDX-License-Identifier: GPL-2.0-only */
/* The two interrupt controllers (8259A). A line is masked and acknowledged when it
 * fires, and stays masked until line_unmask(). */
#ifndef KERNEL_MACHINE_PIC_H
#define KERNEL_MACHINE_PIC_H

#include "types.h"

#define LINE_TIMER      0
#define LINE_CASCADE    2

/* Moves the lines to vectors VECTOR_LINES..., all masked. */
void pic_initialise(void);

/* Takes a line: handler(argument) is called, with interrupts off, whenever it fires.
 * E_RANGE if there is no such line, E_BUSY if it is taken. */
status line_claim(u32 line, void (*handler)(void *), void *argument);

/* Masks the line and gives it back. */
void line_release(u32 line);

void line_mask(u32 line);
void line_unmask(u32 line);

/* An interrupt came on this line; for interrupt_dispatch(). */
void line_fired(u32 line);

/* Interrupts that the controllers signalled and then did not know of. */
extern u32 spurious_interrupts;

#endif
