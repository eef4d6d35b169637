/* SPDX-License-Identifier: GPL-2.0-only */
/* A server that fails if it is told to. */
#include "holder.server.h"

status construct(void)
{
    char text[1];
    i32 length = settings ? Settings_get(settings, "fail", 4, 0, text, sizeof text) : E_NOENT;

    return length == 1 ? -(text[0] - '0') : OK;
}

void destruct(void)
{
}
