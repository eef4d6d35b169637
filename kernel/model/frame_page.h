/* SPDX-License-Identifier: GPL-2.0-only */
/* The page that a thread's call frames stand in (frame.h), as the component model and
 * its entry code see it. */
#ifndef KERNEL_MODEL_FRAME_PAGE_H
#define KERNEL_MODEL_FRAME_PAGE_H

#include <stddef.h>

#include "machine/machine.h"
#include "machine/thread.h"
#include "model/budget.h"
#include "model/frame.h"

struct object;

/* What follows the frame limit is kept for calls that cannot be refused: destructions,
 * which nest a few deep (object.c), and the words that one entry may save. */
#define FRAME_RESERVE 320u

/* No call begins with less stack than this left, in bytes: for the called function and
 * for interrupts. */
#define STACK_RESERVE 4096u

struct frame_page {
    struct object *unreferenced;    /* to be destroyed by this thread */
    u32 destroying;                 /* destructions that it is inside of */
    struct budget_marks budget;
    struct frame base;              /* further frames follow */
    u8 frames[PAGE_SIZE - 8 - sizeof(struct budget_marks) - sizeof(struct frame) - 4];
    u32 stack_limit;                /* a call needs the stack pointer above this */
};

_Static_assert(sizeof(struct frame_page) == PAGE_SIZE, "a frame page is a page");

/* The running thread's. */
static inline struct frame_page *frame_page_current(void)
{
    return (struct frame_page *)((u32)frame_top & ~PAGE_MASK);
}

/* Pushes a frame for a call by the kernel itself into `server`, which cannot be refused:
 * the reserve has room for it. */
static inline void frame_push(struct server *server)
{
    struct frame *frame = frame_top + 1;

    *frame = (struct frame){ .server = server };
    __asm__ volatile("" : : : "memory");        /* an interrupt looks at frames up to the newest */
    frame_top = frame;
}

static inline void frame_pop(void)
{
    frame_top--;
}

#endif
