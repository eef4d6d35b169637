/* SPDX-License-Identifier: GPL-2.0-only */
/* Requires references; its constructor calls through those that it has. */
#include "client.server.h"

status construct(void)
{
    Token token;

    if (kinds && Kinds_twice(kinds, 4) != 8)
        return E_IO;
    if (Tokens_create(tokens, 5, &token) < 0)
        return E_IO;
    Token_release(token);
    return Counter_getValue(counter) == 0 ? OK : E_IO;
}

void destruct(void)
{
}
