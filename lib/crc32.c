/* SPDX-License-Identifier: GPL-2.0-only */
/* CRC-32. Eight bytes at a time: table k tells what a byte does to the CRC when k more bytes follow it, so that eight
 * look-ups take eight bytes in ("slicing by eight"). */
#include "crc32.h"

typedef unsigned int u32;

static u32 tables[8][256];

u32 crc32_register(u32 value, const unsigned char *bytes, __SIZE_TYPE__ size)
{
    while (size--) {
        value ^= *bytes++;
        for (int bit = 0; bit < 8; bit++)
            value = value >> 1 ^ (value & 1 ? CRC32_POLYNOMIAL : 0);
    }
    return value;
}

void crc32_start(void)
{
    for (u32 i = 0; i < 256; i++) {
        const unsigned char byte = (unsigned char)i;

        tables[0][i] = crc32_register(0, &byte, 1);
    }
    for (u32 k = 1; k < 8; k++)
        for (u32 i = 0; i < 256; i++)
            tables[k][i] = tables[k - 1][i] >> 8 ^ tables[0][tables[k - 1][i] & 0xff];
}

u32 crc32_add(u32 crc, const unsigned char *bytes, __SIZE_TYPE__ length)
{
    typedef u32 __attribute__((may_alias, aligned(1))) word;

    crc = ~crc;
    for (; length >= 8; bytes += 8, length -= 8) {
        u32 low = crc ^ *(const word *)bytes, high = *(const word *)(bytes + 4);

        crc = tables[7][low & 0xff] ^ tables[6][low >> 8 & 0xff] ^ tables[5][low >> 16 & 0xff] ^
              tables[4][low >> 24] ^ tables[3][high & 0xff] ^ tables[2][high >> 8 & 0xff] ^
              tables[1][high >> 16 & 0xff] ^ tables[0][high >> 24];
    }
    for (; length > 0; bytes++, length--)
        crc = crc >> 8 ^ tables[0][(crc ^ *bytes) & 0xff];
    return ~crc;
}
