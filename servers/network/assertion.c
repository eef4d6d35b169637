/* SPDX-License-Identifier: GPL-2.0-only */
/* What happens when lwIP finds its own state broken: the server stops, and says why. */
#include "arch/cc.h"

#include "required.h"

#include <string.h>

void network_assertion_failed(const char *text)
{
    for (;;)
        Component_abort(component, text, (u32)strlen(text));
}
