/* SPDX-License-Identifier: GPL-2.0-only */
/* Call frames: who runs on a thread, and on whose behalf.
 *
 * Each thread has a page-aligned page of frames, which grows upwards. The entry
 * code of a call (entry.c) pushes a frame, and pops it when the function returned.
 * The server of the newest frame is the one whose code runs: the references that
 * it passes must be its own (rule M6).
 *
 *      frame page:   [ base: the kernel ][ frame ][ frame, saved words ] ... frame_limit
 *                                                  ^ frame_top
 *
 * A frame may be preceded by words that its entry code saved, so frames are found
 * from the newest one downwards, by frame_caller().
 */
#ifndef KERNEL_COMPONENT_FRAME_H
#define KERNEL_COMPONENT_FRAME_H

#include "types.h"

struct object;
struct server;
struct entry;
struct thread;

struct frame {
    u32 return_address;         /* of the call that pushed this frame; 0 in the base frame, or FRAME_ASIDE */
    struct object *object;      /* that is being called and kept alive; null in a base frame */
    struct server *server;      /* whose code runs */
    const struct entry *entry;  /* the function that was called; null when the kernel called */
};

/* The return address of a call into a user domain that has not begun yet, or has returned, while others
 * may run on its thread: a pager of the caller's memory, who destroys an object. What they use is not the
 * callee's (budget.c). Calls that never turn interrupts on outside of the callee's code do without. */
#define FRAME_ASIDE 0u

/* Makes the frame page of a new thread. The caller has set `thread->frame_page` to
 * 4096 bytes of memory, aligned to 4096, and `thread->stack`, from which the place is
 * taken where calls are refused; null means that there is no such place. Sets `thread->frame_top` and
 * `thread->frame_limit`, which the thread switch moves from and to the globals
 * `frame_top` and `frame_limit` (kernel/thread.h). The thread starts in the kernel's
 * own server. */
void frame_stack_initialise(struct thread *thread);

/* The frame below `frame`, whose server called; null for a base frame. */
struct frame *frame_caller(const struct frame *frame);

/* For the interrupt path, with interrupts off: before a thread is taken off the
 * processor because of an interrupt, its interrupted instruction pointer must be
 * replaced by what this returns for it. The opening checks of an entry count as one
 * step because of that: a thread caught in their middle begins its call again. Returns
 * `eip` unchanged for all other code, as a rule after two comparisons: only code near the
 * generated code is searched for. */
u32 entry_restart(u32 eip);

#endif
