/* SPDX-License-Identifier: GPL-2.0-only */
/* For whom the kernel takes memory. */
#include "machine/callbacks.h"

#include "machine/heap.h"
#include "machine/pages.h"
#include "machine/thread.h"
#include "model/frame.h"
#include "model/server.h"

/* Whether a server in user mode is among those whose calls are in progress on this thread. */
static u32 is_for_user(void)
{
    const struct frame *frame;

    for (frame = frame_top; frame; frame = frame_caller(frame))
        if (frame->server->directory)
            return 1;
    return 0;
}

void *caller_pages(u32 count)
{
    return is_for_user() ? pages_allocate_spare(count) : pages_allocate(count);
}

void *caller_memory(u32 size)
{
    return is_for_user() ? heap_allocate_spare(size) : heap_allocate(size);
}
