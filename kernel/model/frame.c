/* SPDX-License-Identifier: GPL-2.0-only */
/* The frame page of a thread, and frames that the kernel pushes itself. */
#include "model/frame_page.h"

#include "machine/callbacks.h"
#include "model/server.h"

void frame_stack_initialise(struct thread *thread)
{
    struct frame_page *page = thread->frame_page;

    *page = (struct frame_page){ .base = { .server = &kernel_server } };
    if (thread->stack)
        page->stack_limit = (u32)thread->stack + STACK_RESERVE;
    thread->frame_top = &page->base;
    thread->frame_limit = (struct frame *)((u8 *)page + PAGE_SIZE - FRAME_RESERVE);
}

struct frame *frame_caller(const struct frame *frame)
{
    u32 saved = frame->entry ? frame->entry->saved : 0;
    struct frame_page *page = (struct frame_page *)((u32)frame & ~PAGE_MASK);

    return frame == &page->base ? NULL : (struct frame *)((u32 *)frame - saved) - 1;
}
