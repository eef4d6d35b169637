/* SPDX-License-Identifier: GPL-2.0-only */
/* HalfSipHash-2-4: SipHash with 32-bit words, two rounds a word and four at the end. */
#include "half_sip_hash.h"

static u32 rotate(u32 value, int by)
{
    return value << by | value >> (32 - by);
}

static void mix(u32 v[static 4])
{
    v[0] += v[1];
    v[1] = rotate(v[1], 5) ^ v[0];
    v[0] = rotate(v[0], 16);
    v[2] += v[3];
    v[3] = rotate(v[3], 8) ^ v[2];
    v[0] += v[3];
    v[3] = rotate(v[3], 7) ^ v[0];
    v[2] += v[1];
    v[1] = rotate(v[1], 13) ^ v[2];
    v[2] = rotate(v[2], 16);
}

static void absorb(u32 v[static 4], u32 word)
{
    v[3] ^= word;
    mix(v);
    mix(v);
    v[0] ^= word;
}

u32 half_sip_hash(const u32 key[static 2], const u32 *words, u32 count)
{
    u32 v[4] = {key[0], key[1], key[0] ^ 0x6c796765, key[1] ^ 0x74656462};

    for (u32 i = 0; i < count; i++)
        absorb(v, words[i]);
    absorb(v, count * 4 << 24);         /* the last word holds the length */
    v[2] ^= 0xff;
    for (int i = 0; i < 4; i++)
        mix(v);
    return v[1] ^ v[3];
}
