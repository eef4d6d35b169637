/* SPDX-License-Identifier: GPL-2.0-only */
/* Page faults of the kernel on what a server in user mode named. There may be a pager behind the
 * address, which the fault waits for. If there is none, or it has nothing, the access fails, and
 * with it the call (E_FAULT).
 *
 * Three kinds of code touch user memory:
 *   - Trap code, before it has changed anything; ebp is the newest frame. The call is begun again,
 *     because everything that was read and checked may be different now.
 *   - Generated code that copies results; ebp is where it goes if a page is missing for good. It
 *     goes on.
 *   - crossing_copy(). It goes on too.
 *
 * Other generated code works for the kernel's domain, where such a fault is a bug; what is in ebp
 * then is the caller's affair. */
#include "machine/callbacks.h"

#include "calls/code_memory.h"
#include "calls/crossing_state.h"
#include "machine/space.h"
#include "machine/thread.h"
#include "model/domain.h"
#include "model/frame.h"
#include "model/pager.h"
#include "model/server.h"

#define FAULT_WRITE 2u          /* in the error code: Intel SDM volume 3, 4.7 */

/* Whose space is loaded: the newest frame's server's, or its caller's, that results go to. */
static struct server *server_concerned(void)
{
    return frame_top->server->directory == current_directory ? frame_top->server
                                                             : frame_caller(frame_top)->server;
}

/* Asks the pager, with interrupts on; the space is loaded again afterwards. */
static status resolve(const struct interrupt_frame *frame, u32 address)
{
    u32 flags = interrupts_disable(), directory = current_directory;
    struct space *space = server_concerned()->domain->space;
    char reason[PAGER_REASON_MAX];
    status result;

    interrupts_restore(EFLAGS_IF);
    result = space ? pager_user_fault(space, address, !!(frame->error & FAULT_WRITE), reason) : E_FAULT;
    interrupts_disable();
    space_load(directory);
    interrupts_restore(flags);
    return result;
}

static int is_copy(u32 eip)
{
    return eip >= (u32)crossing_copy_start && eip < (u32)crossing_copy_end;
}

/* Whether generated code at `eip` goes there if a page is missing. */
static int is_way_out(u32 eip, u32 address)
{
    return code_contains(eip) && (code_contains(address) || address == (u32)crossing_fail_fault);
}

status crossing_fault(struct interrupt_frame *frame, u32 address)
{
    int copies = is_copy(frame->eip), begins = code_contains(frame->eip) && frame->ebp == (u32)frame_top;
    status result = E_FAULT;

    if (!copies && !begins && !is_way_out(frame->eip, frame->ebp))
        return E_FAULT;
    if (!copies && !begins && frame->ebp == (u32)crossing_fail_fault)
        frame_top->return_address = FRAME_ASIDE;        /* it has returned: its results are copied */
    if (!copies || frame->eflags & EFLAGS_IF)
        result = resolve(frame, address);
    if (begins)
        frame->eip = result < 0 ? (u32)crossing_refuse_fault : (u32)crossing_begin_again;
    else if (result < 0)
        frame->eip = copies ? (u32)crossing_copy_failed : frame->ebp;
    return OK;
}
