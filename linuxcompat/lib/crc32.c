// SPDX-License-Identifier: GPL-2.0-only
/* CRC-32 of IEEE 802.3 by lib/crc32.c, and the other way round: drivers compute it of addresses. (Linux: lib/crc32.c,
 * lib/bitrev.c; polynomials: IEEE 802.3-2018, 3.2.9) */
#include <linux/bitrev.h>
#include <linux/crc32.h>

#include "crc32.h"

#define POLYNOMIAL_BE 0x04c11db7u

u32 crc32_le(u32 crc, const unsigned char *data, size_t size)
{
    return crc32_register(crc, data, size);
}

u32 crc32_be(u32 crc, const unsigned char *data, size_t size)
{
    while (size--) {
        crc ^= (u32)*data++ << 24;
        for (int bit = 0; bit < 8; bit++)
            crc = crc << 1 ^ (crc & 1u << 31 ? POLYNOMIAL_BE : 0);
    }
    return crc;
}

/* byte_rev_table[n] is n with its bits in reverse order. */
#define TWO(n)  n, n + 2 * 64, n + 1 * 64, n + 3 * 64
#define FOUR(n) TWO(n), TWO(n + 2 * 16), TWO(n + 1 * 16), TWO(n + 3 * 16)
#define SIX(n)  FOUR(n), FOUR(n + 2 * 4), FOUR(n + 1 * 4), FOUR(n + 3 * 4)
const u8 byte_rev_table[256] = { SIX(0), SIX(2), SIX(1), SIX(3) };
