/* SPDX-License-Identifier: GPL-2.0-only */
/* What user domains need of pagers, weakly: until those are linked there are none. */
#include "pager.h"

__attribute__((weak)) status pager_user_fault(struct space *space, u32 address, u32 write,
                                              char reason[PAGER_REASON_MAX])
{
    (void)space, (void)address, (void)write, (void)reason;
    return E_NOENT;
}
