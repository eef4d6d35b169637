/* SPDX-License-Identifier: GPL-2.0-only */
/* Where interrupts and exceptions go. An exception of user mode is its domain's affair, and so
 * is a page fault of the kernel on what user mode named; a few others mean that user mode left
 * something in the processor that the kernel has to put right. Everything else is the end. */
#include "machine/callbacks.h"
#include "machine/machine.h"
#include "machine/panic.h"
#include "machine/pic.h"
#include "machine/thread.h"

/* User mode, or virtual 8086 mode, which user mode enters by iret under QEMU (but not on a processor). */
static u32 is_from_user(const struct interrupt_frame *frame)
{
    return frame->cs & 3 || frame->eflags & EFLAGS_VM;
}

/* Turns interrupts on if they were where the exception came from. */
static void continue_interrupts(const struct interrupt_frame *frame)
{
    interrupts_restore(frame->eflags & EFLAGS_IF);
}

static u32 is_machines_own(u32 vector)
{
    return vector == VECTOR_NMI || vector == VECTOR_DOUBLE_FAULT || vector == VECTOR_MACHINE_CHECK;
}

static u32 kernel_page_fault(struct interrupt_frame *frame, u32 address)
{
    status result = E_FAULT;
    continue_interrupts(frame);
    if (address < DIRECT_MAP)
        result = crossing_fault(frame, address);
    else if (address - WINDOW < WINDOW_SIZE && !thread_stack_overflowed(address))
        result = pager_kernel_fault(address, !!(frame->error & PAGE_FAULT_WRITE));
    interrupts_disable();
    frame->eip = entry_restart(frame->eip);     /* other threads may have run meanwhile */
    return result == OK;
}

/* User mode can put anything into ds and es, and neither sysenter nor sysexit changes them: the
 * kernel has them then, and so has another domain that is called, whose fault it is not. The entry
 * put them right, so the instruction can be tried again. */
static u32 had_other_segments(const struct interrupt_frame *frame)
{
    return frame->vector == VECTOR_PROTECTION && !(frame->eflags & EFLAGS_VM)
        && ((u16)frame->ds != USER_DATA || (u16)frame->es != USER_DATA);
}

/* Returns whether the kernel can go on as the frame says. */
static u32 kernel_exception(struct interrupt_frame *frame, u32 address)
{
    switch (frame->vector) {
    case VECTOR_DEBUG:          /* user mode set TF, which sysenter leaves set */
        frame->eflags &= ~EFLAGS_TF;
        return 1;
    case VECTOR_PAGE_FAULT:
        return kernel_page_fault(frame, address);
    default:
        return 0;
    }
}

static void exception(struct interrupt_frame *frame)
{
    u32 address = frame->vector == VECTOR_PAGE_FAULT ? page_fault_address() : 0;
    if (is_machines_own(frame->vector))
        exception_panic(frame, address);
    if (had_other_segments(frame))
        return;
    if (is_from_user(frame)) {
        interrupts_restore(EFLAGS_IF);
        user_fault(frame, address);
        interrupts_disable();
    } else if (!kernel_exception(frame, address)) {
        exception_panic(frame, address);
    }
}

void interrupt_dispatch(struct interrupt_frame *frame)
{
    if (frame->vector < VECTOR_LINES) {
        exception(frame);
        return;
    }
    line_fired(frame->vector - VECTOR_LINES);
    if (reschedule_wanted) {
        frame->eip = entry_restart(frame->eip);
        thread_preempt();
    }
    if (is_from_user(frame))
        user_interrupted(frame);
}
