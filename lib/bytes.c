/* SPDX-License-Identifier: GPL-2.0-only */
/* Blocks of memory and zero-terminated text. The C compiler itself calls the first four. The direction flag is clear
 * whenever C runs (System V ABI, i386), so that the string instructions go upwards. */
#include "bytes.h"

/* Below this size, setting up `rep movsl` takes longer than the copy. */
#define WORDS_MIN 16

/* Copies upwards; right for any two blocks if `to` is below `from`. */
static void copy_up(void *to, const void *from, __SIZE_TYPE__ size)
{
    if (size >= WORDS_MIN) {
        __SIZE_TYPE__ words = size / 4;

        __asm__ volatile("rep movsl" : "+D"(to), "+S"(from), "+c"(words) : : "memory");
        size %= 4;
    }
    __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(size) : : "memory");
}

static void copy_down(unsigned char *to, const unsigned char *from, __SIZE_TYPE__ size)
{
    while (size--)
        to[size] = from[size];
}

void *memcpy(void *restrict to, const void *restrict from, __SIZE_TYPE__ size)
{
    copy_up(to, from, size);
    return to;
}

void *memmove(void *to, const void *from, __SIZE_TYPE__ size)
{
    if ((__UINTPTR_TYPE__)to - (__UINTPTR_TYPE__)from >= size)    /* below, or not overlapping */
        copy_up(to, from, size);
    else
        copy_down(to, from, size);
    return to;
}

void *memset(void *to, int byte, __SIZE_TYPE__ size)
{
    void *at = to;

    if (size >= WORDS_MIN) {
        __SIZE_TYPE__ words = size / 4;

        __asm__ volatile("rep stosl" : "+D"(at), "+c"(words) : "a"((unsigned char)byte * 0x01010101u) : "memory");
        size %= 4;
    }
    __asm__ volatile("rep stosb" : "+D"(at), "+c"(size) : "a"(byte) : "memory");
    return to;
}

int memcmp(const void *left, const void *right, __SIZE_TYPE__ size)
{
    const unsigned char *a = left, *b = right;

    for (; size--; a++, b++) {
        if (*a != *b)
            return *a - *b;
    }
    return 0;
}

void *memchr(const void *memory, int byte, __SIZE_TYPE__ size)
{
    for (const unsigned char *at = memory; size--; at++) {
        if (*at == (unsigned char)byte)
            return (void *)at;
    }
    return 0;
}

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
            return (unsigned char)*left - (unsigned char)*right;
    }
    return 0;
}

int strcmp(const char *left, const char *right)
{
    return strncmp(left, right, ~(__SIZE_TYPE__)0);
}
