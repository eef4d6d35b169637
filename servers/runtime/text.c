/* SPDX-License-Identifier: GPL-2.0-only */
/* Zero-terminated text. */
#include "runtime.h"

__SIZE_TYPE__ strlen(const char *text)
{
    const char *end = text;

    while (*end)
        end++;
    return (__SIZE_TYPE__)(end - text);
}

int strncmp(const char *left, const char *right, __SIZE_TYPE__ size)
{
    for (; size--; left++, right++) {
        if (*left != *right || !*left)
            return (u8)*left - (u8)*right;
    }
    return 0;
}

int strcmp(const char *left, const char *right)
{
    return strncmp(left, right, ~(__SIZE_TYPE__)0);
}
