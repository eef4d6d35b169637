/* SPDX-License-Identifier: GPL-2.0-only */
/* The Internet checksum (RFC 1071) for i386: the largest single cost of a byte that
 * travels through the stack, hence in assembly. One addition with carry takes four bytes,
 * and 128 bytes are one round of the loop; neither lea nor dec touches the carry.
 */
#include "checksum.h"

#define ADD_4(at)   "adcl " #at "(%[words]), %[sum]\n\t"
#define ADD_16(a, b, c, d) ADD_4(a) ADD_4(b) ADD_4(c) ADD_4(d)
#define ADD_32      ADD_16(0, 4, 8, 12) ADD_16(16, 20, 24, 28)
#define ADD_64      ADD_32 ADD_16(32, 36, 40, 44) ADD_16(48, 52, 56, 60)
#define ADD_128     ADD_64 ADD_16(64, 68, 72, 76) ADD_16(80, 84, 88, 92) ADD_16(96, 100, 104, 108) \
                    ADD_16(112, 116, 120, 124)

/* Adds `rounds` times 128 bytes at `words` to `sum`, the carry always added back. */
static u32 add_rounds(const u8 *words, u32 rounds, u32 sum)
{
    __asm__("clc\n"
            "1:\n\t"
            ADD_128
            "lea 128(%[words]), %[words]\n\t"
            "dec %[rounds]\n\t"
            "jnz 1b\n\t"
            "adcl $0, %[sum]"
            : [words] "+r"(words), [rounds] "+r"(rounds), [sum] "+r"(sum)
            :
            : "cc", "memory");
    return sum;
}

/* Adds a constant number of bytes at `at`, then moves on. */
#define ADD_ONCE(adds, size)                                                            \
    do {                                                                                \
        __asm__("clc\n\t" adds "adcl $0, %[sum]"                                        \
                : [sum] "+r"(sum) : [words] "r"(at) : "cc", "memory");                  \
        at += (size);                                                                   \
    } while (0)

u16 network_checksum(const void *bytes, int length)
{
    const u8 *at = bytes;
    u32 left = length > 0 ? (u32)length : 0;
    u32 sum = 0;

    if (left >= 128) {
        sum = add_rounds(at, left / 128, sum);
        at += left & ~127u;
    }
    if (left & 64)
        ADD_ONCE(ADD_64, 64);
    if (left & 32)
        ADD_ONCE(ADD_32, 32);
    if (left & 16)
        ADD_ONCE(ADD_16(0, 4, 8, 12), 16);
    if (left & 8)
        ADD_ONCE(ADD_4(0) ADD_4(4), 8);
    if (left & 4)
        ADD_ONCE(ADD_4(0), 4);
    if (left & 3) {
        u32 tail = at[0];

        if (left & 2)
            tail |= (u32)at[1] << 8;
        if ((left & 3) == 3)
            tail |= (u32)at[2] << 16;
        __asm__("addl %[word], %[sum]\n\t"
                "adcl $0, %[sum]"
                : [sum] "+r"(sum) : [word] "r"(tail) : "cc");
    }
    sum = (sum >> 16) + (sum & 0xffff);
    return (u16)((sum >> 16) + sum);
}
