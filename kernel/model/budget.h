/* SPDX-License-Identifier: GPL-2.0-only */
/* Budgets: the processor's time that a call into a domain may use without waiting, so that one
 * that loops comes to an end (rule M11).
 *
 * Time is counted in ticks, at the newest frame of the running thread whose domain has a budget.
 * A call costs nothing for it until a tick meets it: then its frame is marked, which makes it
 * return through a piece of code that takes the mark away. Whoever waits begins anew. A frame that stands
 * aside (frame.h) is passed over: what its thread does is its caller's expense. */
#ifndef KERNEL_MODEL_BUDGET_H
#define KERNEL_MODEL_BUDGET_H

#include "types.h"

#define BUDGET_MARKS 4u     /* of one thread: a call nested deeper counts for the one around it */

struct frame;

struct budget_mark {
    struct frame *frame;
    u32 return_address;     /* the frame's own */
    u32 used;               /* ticks */
    u32 waits;              /* thread->waits, to notice that it waited */
};

/* The marks of a thread, the newest frame's last. */
struct budget_marks {
    struct budget_mark marks[BUDGET_MARKS];
    u32 count;
};

/* Takes the mark of a frame away, if it has one: it is to be left otherwise than by its return
 * address. */
void budget_forget(struct frame *frame);

/* The tick: budget_tick() in callbacks.h. */

#endif
