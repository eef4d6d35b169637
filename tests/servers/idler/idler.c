/* SPDX-License-Identifier: GPL-2.0-only */
/* Requires something, and cannot go on with another. */
#include "idler.server.h"

status construct(void)
{
    return OK;
}

void destruct(void)
{
}
