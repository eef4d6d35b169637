/* SPDX-License-Identifier: GPL-2.0-only */
/* Copying from C what is not worth generated code: words of callers in user mode, when a call is
 * refused or fails. The instructions are in trap.asm, crossing_fault.c knows them. */
#include "crossing.h"

#include "crossing_state.h"
#include "frame.h"
#include "interrupts.h"
#include "machine.h"
#include "server.h"
#include "space.h"
#include "thread.h"

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
