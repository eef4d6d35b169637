/* SPDX-License-Identifier: GPL-2.0-only */
/* The Internet checksum (RFC 1071) for i386: the largest single cost of a byte that
 * travels through the stack, hence in assembly. One addition with carry takes four bytes,
 * and 64 bytes are one round of the loop; neither lea nor dec touches the carry.
 */
#include "checksum.h"

/* Adds `rounds` times 64 bytes at `words` to `sum`, the carry always added back. */
static u32 add_rounds(const u8 *words, u32 rounds, u32 sum)
{
    __asm__("clc\n"
            "1:\n\t"
            "adcl (%[words]), %[sum]\n\t"
            "adcl 4(%[words]), %[sum]\n\t"
            "adcl 8(%[words]), %[sum]\n\t"
            "adcl 12(%[words]), %[sum]\n\t"
            "adcl 16(%[words]), %[sum]\n\t"
            "adcl 20(%[words]), %[sum]\n\t"
            "adcl 24(%[words]), %[sum]\n\t"
            "adcl 28(%[words]), %[sum]\n\t"
            "adcl 32(%[words]), %[sum]\n\t"
            "adcl 36(%[words]), %[sum]\n\t"
            "adcl 40(%[words]), %[sum]\n\t"
            "adcl 44(%[words]), %[sum]\n\t"
            "adcl 48(%[words]), %[sum]\n\t"
            "adcl 52(%[words]), %[sum]\n\t"
            "adcl 56(%[words]), %[sum]\n\t"
            "adcl 60(%[words]), %[sum]\n\t"
            "lea 64(%[words]), %[words]\n\t"
            "dec %[rounds]\n\t"
            "jnz 1b\n\t"
            "adcl $0, %[sum]"
            : [words] "+r"(words), [rounds] "+r"(rounds), [sum] "+r"(sum)
            :
            : "cc", "memory");
    return sum;
}

static u32 add(u32 sum, u32 word)
{
    __asm__("addl %[word], %[sum]\n\t"
            "adcl $0, %[sum]"
            : [sum] "+r"(sum)
            : [word] "rm"(word)
            : "cc");
    return sum;
}

u16 network_checksum(const void *bytes, int length)
{
    typedef u32 __attribute__((may_alias, aligned(1))) word;
    const u8 *at = bytes;
    u32 left = length > 0 ? (u32)length : 0;
    u32 sum = 0;

    if (left >= 64) {
        sum = add_rounds(at, left / 64, sum);
        at += left & ~63u;
        left &= 63;
    }
    for (; left >= 4; at += 4, left -= 4)
        sum = add(sum, *(const word *)at);
    if (left > 0) {
        u32 tail = at[0];

        if (left > 1)
            tail |= (u32)at[1] << 8;
        if (left > 2)
            tail |= (u32)at[2] << 16;
        sum = add(sum, tail);
    }
    sum = (sum >> 16) + (sum & 0xffff);
    return (u16)((sum >> 16) + sum);
}
