/* SPDX-License-Identifier: GPL-2.0-only */
/* A server that is never started: its signature does not fit. */
#include "differing.server.h"

status construct(void)
{
    return OK;
}

void destruct(void)
{
}
