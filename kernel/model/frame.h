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
#ifndef KERNEL_MODEL_FRAME_H
#define KERNEL_MODEL_FRAME_H

#include "types.h"

struct object;
struct server;
struct entry;

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

/* The frame below `frame`, whose server called; null for a base frame. */
struct frame *frame_caller(const struct frame *frame);

#endif
