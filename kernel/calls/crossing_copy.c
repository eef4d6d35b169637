/* SPDX-License-Identifier: GPL-2.0-only */
/* Copying from C what is not worth generated code: words of callers in user mode, when a call is
 * refused or fails. The instructions are in trap.asm, crossing_fault.c knows them. */
#include "calls/crossing.h"

#include "calls/crossing_state.h"
#include "machine/interrupts.h"
#include "machine/machine.h"
#include "machine/space.h"
#include "machine/thread.h"
#include "model/frame.h"
#include "model/server.h"

static void load_callers_space(void)
{
    u32 flags = interrupts_disable();

    space_load(frame_top->server->directory);
    interrupts_restore(flags);
}

status crossing_read(void *to, u32 from, u32 size)
{
    load_callers_space();
    return from <= USER_END ? crossing_copy(to, (const void *)from, size) : E_FAULT;
}

status crossing_write(u32 to, const void *from, u32 size)
{
    load_callers_space();
    return to <= USER_END ? crossing_copy((void *)to, from, size) : E_FAULT;
}
