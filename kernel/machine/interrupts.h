/* SPDX-License-Identifier: GPL-2.0-only */
/* Turning interrupts off and on, and what an interrupt leaves on the stack.
 *
 * A kernel operation runs with interrupts off: that is all the mutual exclusion that
 * one processor needs. Waking a thread inside of it does not switch; the switch
 * happens when interrupts come on again, in interrupts_restore() or at the end of
 * the interrupt, so that no operation is left half done. */
#ifndef KERNEL_MACHINE_INTERRUPTS_H
#define KERNEL_MACHINE_INTERRUPTS_H

#include "types.h"

#define EFLAGS_TF 0x100u
#define EFLAGS_IF 0x200u
#define EFLAGS_VM 0x20000u

/* Set when a thread became ready that should run instead of the current one. */
extern u32 reschedule_wanted;

/* Gives the processor to the thread that should have it. Interrupts are off, before
 * and after. */
void thread_preempt(void);

/* Turns interrupts off; returns the flags as they were, for interrupts_restore(). */
static inline u32 interrupts_disable(void)
{
    u32 flags;
    __asm__ volatile("pushfl; popl %0; cli" : "=r"(flags) : : "memory");
    return flags;
}

/* Restores flags from interrupts_disable(). Where that turns interrupts on, a switch
 * that became due meanwhile happens now. */
static inline void interrupts_restore(u32 flags)
{
    if ((flags & EFLAGS_IF) && reschedule_wanted)
        thread_preempt();
    __asm__ volatile("pushl %0; popfl" : : "r"(flags) : "memory", "cc");
}

/* Whether interrupts are on. */
static inline u32 interrupts_enabled(void)
{
    u32 flags;
    __asm__ volatile("pushfl; popl %0" : "=r"(flags));
    return flags & EFLAGS_IF;
}

/* What interrupt_entry.asm leaves on the kernel's stack. */
struct interrupt_frame {
    u32 es, ds;             /* as interrupted: user mode may have put any of its own there */
    u32 edi, esi, ebp, esp_unused, ebx, edx, ecx, eax;  /* pusha */
    u32 vector;
    u32 error;              /* the processor's error code, or 0 */
    u32 eip, cs, eflags;    /* by the processor */
    u32 esp, ss;            /* likewise, only if it came from user mode */
};

#define VECTORS             48
#define VECTOR_DEBUG        1   /* Intel SDM volume 3, table 6-1 */
#define VECTOR_NMI          2
#define VECTOR_DOUBLE_FAULT 8
#define VECTOR_PROTECTION   13
#define VECTOR_PAGE_FAULT   14
#define VECTOR_MACHINE_CHECK 18
#define VECTOR_LINES        32  /* vector of interrupt line 0 */
#define LINES               16

#define PAGE_FAULT_PRESENT  1   /* error code of a page fault: Intel SDM volume 3, 4.7 */
#define PAGE_FAULT_WRITE    2

/* What the latest page fault was about. */
static inline u32 page_fault_address(void)
{
    u32 address;
    __asm__ volatile("movl %%cr2, %0" : "=r"(address));
    return address;
}

/* Called by interrupt_entry.asm for each interrupt and exception, with interrupts off. */
void interrupt_dispatch(struct interrupt_frame *frame);

#endif
