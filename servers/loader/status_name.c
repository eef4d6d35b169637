/* SPDX-License-Identifier: GPL-2.0-only */
/* Names of the status codes of interfaces/types.h, for messages. */
#include "loader.h"

#define NAME(code) { code, #code }

const char *status_name(status number)
{
    static const struct {
        i16 number;
        char name[14];
    } names[] = {
        NAME(OK), NAME(E_NOENT), NAME(E_IO), NAME(E_AGAIN), NAME(E_NOMEM), NAME(E_ACCESS), NAME(E_FAULT),
        NAME(E_BUSY), NAME(E_EXIST), NAME(E_NODEV), NAME(E_INVAL), NAME(E_NOSPC), NAME(E_RANGE),
        NAME(E_DEADLOCK), NAME(E_NOEXEC), NAME(E_MSGSIZE), NAME(E_NOTSUP), NAME(E_ADDRINUSE),
        NAME(E_CONNABORTED), NAME(E_CONNRESET), NAME(E_NOBUFS), NAME(E_NOTCONN), NAME(E_TIMEDOUT),
        NAME(E_CONNREFUSED), NAME(E_HOSTUNREACH), NAME(E_REFERENCE), NAME(E_TYPE), NAME(E_SIZE), NAME(E_GONE),
    };

    for (u32 i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i].number == number)
            return names[i].name;
    return "?";
}
