// SPDX-License-Identifier: GPL-2.0-only
/* The Internet checksum of a block. (RFC 1071; Linux: lib/checksum.c) */
#include <net/checksum.h>
#include <asm/unaligned.h>

__wsum csum_partial(const void *data, int size, __wsum sum)
{
    const u8 *at = data;
    u64 total = (__force u32)sum;

    for (; size >= 4; at += 4, size -= 4)
        total += get_unaligned((const u32 *)at);
    if (size & 2) {
        total += get_unaligned((const u16 *)at);
        at += 2;
    }
    if (size & 1)
        total += *at;
    total = (total & 0xffffffff) + (total >> 32);
    total = (total & 0xffffffff) + (total >> 32);
    return (__force __wsum)(u32)total;
}
