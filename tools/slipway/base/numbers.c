/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers of the command line. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/numbers.h"

bool number_read(const char *text, unsigned long long least, unsigned long long most, unsigned long long *number)
{
    if (!*text || text[strspn(text, "0123456789")])
        return false;
    errno = 0;
    unsigned long long value = strtoull(text, NULL, 10);
    if (errno || value < least || value > most)
        return false;
    *number = value;
    return true;
}
