/* SPDX-License-Identifier: GPL-2.0-only */
/* The Internet checksum (RFC 1071). (Linux: include/net/checksum.h) */
#ifndef SLIPWAY_NET_CHECKSUM_H
#define SLIPWAY_NET_CHECKSUM_H

#include <linux/types.h>

/* The 16-bit one's complement sum of `size` bytes, added to `sum`, not folded. */
__wsum csum_partial(const void *data, int size, __wsum sum);

static inline __wsum csum_add(__wsum one, __wsum other)
{
    u32 sum = (__force u32)one + (__force u32)other;

    return (__force __wsum)(sum + (sum < (__force u32)other));
}

static inline __sum16 csum_fold(__wsum sum)
{
    u32 folded = (__force u32)sum;

    folded = (folded & 0xffff) + (folded >> 16);
    folded = (folded & 0xffff) + (folded >> 16);
    return (__force __sum16)~folded;
}

#endif
