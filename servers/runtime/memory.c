/* SPDX-License-Identifier: GPL-2.0-only */
/* Blocks of memory. The C compiler itself calls the first four. The direction flag is clear
 * whenever C runs (System V ABI, i386), so that the string instructions go upwards. */
#include "runtime.h"

/* Below this size, setting up `rep movsl` takes longer than the copy. */
#define WORDS_MIN 16

/* Copies upwards; right for any two blocks if `to` is below `from`. */
static void copy_up(void *to, const void *from, u32 size)
{
    if (size >= WORDS_MIN) {
        u32 words = size / 4;

        __asm__ volatile("rep movsl" : "+D"(to), "+S"(from), "+c"(words) : : "memory");
        size %= 4;
    }
    __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(size) : : "memory");
}

static void copy_down(u8 *to, const u8 *from, u32 size)
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
    if ((u32)to - (u32)from >= size)    /* below, or not overlapping */
        copy_up(to, from, size);
    else
        copy_down(to, from, size);
    return to;
}

void *memset(void *to, int byte, __SIZE_TYPE__ size)
{
    void *at = to;

    if (size >= WORDS_MIN) {
        u32 words = size / 4;

        __asm__ volatile("rep stosl" : "+D"(at), "+c"(words) : "a"((u8)byte * 0x01010101u) : "memory");
        size %= 4;
    }
    __asm__ volatile("rep stosb" : "+D"(at), "+c"(size) : "a"(byte) : "memory");
    return to;
}

int memcmp(const void *left, const void *right, __SIZE_TYPE__ size)
{
    const u8 *a = left, *b = right;

    for (; size--; a++, b++) {
        if (*a != *b)
            return *a - *b;
    }
    return 0;
}

void *memchr(const void *memory, int byte, __SIZE_TYPE__ size)
{
    for (const u8 *at = memory; size--; at++) {
        if (*at == (u8)byte)
            return (void *)at;
    }
    return 0;
}
