/* SPDX-License-Identifier: GPL-2.0-only */
/* The task segments, for the thread switch and for the report of a double fault. */
#ifndef KERNEL_MACHINE_DESCRIPTORS_H
#define KERNEL_MACHINE_DESCRIPTORS_H

#include "machine/machine.h"

struct task_segment {           /* Intel SDM volume 3, figure 7-2 */
    u32 back_link;
    u32 esp0, ss0;
    u32 esp1, ss1;
    u32 esp2, ss2;
    u32 cr3;
    u32 eip, eflags;
    u32 eax, ecx, edx, ebx, esp, ebp, esi, edi;
    u32 es, cs, ss, ds, fs, gs;
    u32 local_table;
    u16 trap;
    u16 io_map;
};

_Static_assert(sizeof(struct task_segment) == TASK_SEGMENT_SIZE, "the processor's layout");

/* The task that everything runs in, in space_area.h's area. The processor stores the
 * registers of a double fault here. */
static inline struct task_segment *task_segment(void)
{
    return (struct task_segment *)TASK_SEGMENT_AT;
}

/* Where the double fault's task starts (exception.c). */
void double_fault(void) __attribute__((noreturn));

#endif
