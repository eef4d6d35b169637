/* SPDX-License-Identifier: GPL-2.0-only */
/* SHA-256 (FIPS 180-4) of bytes that lie in memory as a whole. */
#include "sha256.h"
#include "runtime.h"

#define BLOCK 64

/* The first 32 bits behind the point of the cube roots of the first 64 primes. */
static const u32 constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static u32 rotate(u32 value, u32 bits)
{
    return value >> bits | value << (32 - bits);
}

/* The block's words, and 48 more that are mixed from them. */
static void expand(const u8 *block, u32 words[static 64])
{
    for (u32 i = 0; i < 16; i++, block += 4)
        words[i] = (u32)block[0] << 24 | (u32)block[1] << 16 | (u32)block[2] << 8 | block[3];
    for (u32 i = 16; i < 64; i++) {
        u32 near = words[i - 2], far = words[i - 15];

        words[i] = words[i - 16] + (rotate(far, 7) ^ rotate(far, 18) ^ far >> 3)
            + words[i - 7] + (rotate(near, 17) ^ rotate(near, 19) ^ near >> 10);
    }
}

static void add_block(u32 state[static 8], const u8 *block)
{
    u32 words[64], v[8];

    expand(block, words);
    memcpy(v, state, sizeof v);
    for (u32 i = 0; i < 64; i++) {          /* instead of the values, their places move on */
        u32 a = v[-i & 7], b = v[(1 - i) & 7], c = v[(2 - i) & 7];
        u32 e = v[(4 - i) & 7], f = v[(5 - i) & 7], g = v[(6 - i) & 7], h = v[(7 - i) & 7];
        u32 first = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + constants[i]
            + words[i];
        u32 second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));

        v[(3 - i) & 7] += first;
        v[(7 - i) & 7] = first + second;
    }
    for (u32 i = 0; i < 8; i++)
        state[i] += v[i];
}

/* The last bytes, a one bit, zeros, and the length in bits. */
static void add_end(u32 state[static 8], const u8 *rest, u32 count, u32 size)
{
    u8 block[2 * BLOCK] = { 0 };
    u32 length = count < BLOCK - 8 ? BLOCK : 2 * BLOCK;

    memcpy(block, rest, count);
    block[count] = 0x80;
    for (u32 i = 0; i < 5; i++)
        block[length - 1 - i] = (u64)size * 8 >> 8 * i;
    add_block(state, block);
    if (length > BLOCK)
        add_block(state, block + BLOCK);
}

void sha256(const void *bytes, u32 size, u8 digest[static SHA256_SIZE])
{
    /* The same of the square roots of the first 8 primes. */
    u32 state[8] = {
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    };
    const u8 *at = bytes;

    for (; at + BLOCK <= (const u8 *)bytes + size; at += BLOCK)
        add_block(state, at);
    add_end(state, at, size % BLOCK, size);
    for (u32 i = 0; i < SHA256_SIZE; i++)
        digest[i] = state[i / 4] >> (24 - i % 4 * 8);
}
