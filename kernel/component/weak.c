/* SPDX-License-Identifier: GPL-2.0-only */
/* What user domains need of the code of calls and of pagers, weakly: until that is linked no
 * server is in one. */
#include "crossing.h"
#include "pager.h"
#include "panic.h"
#include "user_stack.h"

__attribute__((weak)) void user_stacks_free(struct domain *domain)
{
    (void)domain;
}

__attribute__((weak)) u32 user_stacks_count(const struct domain *domain)
{
    (void)domain;
    return 0;
}

__attribute__((weak)) status pager_user_fault(struct space *space, u32 address, u32 write,
                                              char reason[PAGER_REASON_MAX])
{
    (void)space, (void)address, (void)write, (void)reason;
    return E_NOENT;
}

__attribute__((weak)) void crossing_abort(status failure)
{
    panic("a call from user mode ends with %d", failure);
}
