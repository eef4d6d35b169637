/* SPDX-License-Identifier: GPL-2.0-only */
/* The Internet checksum. */
#ifndef NETWORK_CHECKSUM_H
#define NETWORK_CHECKSUM_H

#include "types.h"

/* The one's complement sum (RFC 1071), not yet complemented, of the 16-bit words at
 * `bytes`, as they stand in memory; an odd last byte counts as a word with a zero. Any
 * alignment is right. lwIP calls it through LWIP_CHKSUM. */
u16 network_checksum(const void *bytes, int length);

/* The same of a few words, 4 bytes each, inline: for headers. */
static inline u32 network_checksum_words(const void *words, u32 count)
{
    typedef u32 __attribute__((may_alias, aligned(1))) word;
    u32 sum = 0;

#pragma GCC unroll 8
    for (u32 i = 0; i < count; i++)
        __asm__("addl %[word], %[sum]\n\t"
                "adcl $0, %[sum]"
                : [sum] "+r"(sum)
                : [word] "rm"(((const word *)words)[i])
                : "cc");
    sum = (sum >> 16) + (sum & 0xffff);
    return (sum + (sum >> 16)) & 0xffff;
}

#endif
