// SPDX-License-Identifier: GPL-2.0-only
/* Strings that the servers' runtime does not have. (Linux: lib/string.c) */
#include <linux/kernel.h>
#include <linux/string.h>

size_t strnlen(const char *text, size_t limit)
{
    size_t length = 0;

    while (length < limit && text[length])
        length++;
    return length;
}

char *strchr(const char *text, int character)
{
    for (; *text != (char)character; text++)
        if (!*text)
            return NULL;
    return (char *)text;
}

char *strrchr(const char *text, int character)
{
    const char *last = NULL;

    do {
        if (*text == (char)character)
            last = text;
    } while (*text++);
    return (char *)last;
}

char *strstr(const char *text, const char *part)
{
    size_t length = strlen(part);

    for (; strlen(text) >= length; text++)
        if (!memcmp(text, part, length))
            return (char *)text;
    return NULL;
}

char *strncpy(char *to, const char *from, size_t size)
{
    size_t length = strnlen(from, size);

    memcpy(to, from, length);
    memset(to + length, 0, size - length);
    return to;
}

ssize_t strscpy(char *to, const char *from, size_t size)
{
    size_t length = strnlen(from, size);

    if (!size)
        return -E2BIG;
    memcpy(to, from, min(length, size - 1));
    to[min(length, size - 1)] = 0;
    return length < size ? (ssize_t)length : -E2BIG;
}

ssize_t strscpy_pad(char *to, const char *from, size_t size)
{
    ssize_t length = strscpy(to, from, size);

    if (length >= 0)
        memset(to + length, 0, size - length);
    return length;
}

size_t strlcpy(char *to, const char *from, size_t size)
{
    if (size)
        strscpy(to, from, size);
    return strlen(from);
}

size_t strlcat(char *to, const char *from, size_t size)
{
    size_t length = strnlen(to, size);

    return length + strlcpy(to + length, from, size - length);
}
