/* SPDX-License-Identifier: GPL-2.0-only */
/* The bytes that workloads send, and comparing received ones with them. */
#include "pattern.h"

static uint8_t table[PATTERN_PERIOD + PATTERN_SPAN];

void pattern_start(void)
{
    uint32_t state = 0x534c4950;

    for (uint32_t i = 0; i < sizeof table; i++) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        table[i] = i < PATTERN_PERIOD ? (uint8_t)(state >> 8) : table[i - PATTERN_PERIOD];
    }
}

const uint8_t *pattern_at(uint64_t position)
{
    /* By 32 bits, where possible: guests divide 64 bits by a function. */
    return table + (position >> 32 ? (uint32_t)(position % PATTERN_PERIOD)
                                   : (uint32_t)position % PATTERN_PERIOD);
}

#if defined __i386__ || defined __x86_64__

/* A string instruction: each step of it, four bytes, counts as one instruction. */
static int same(const uint8_t *left, const uint8_t *right, uint32_t length)
{
    unsigned long words = length / 4, bytes = length % 4;
    uint8_t equal;

    /* The comparison of a register with itself sets ZF, which stays if there is nothing to compare. */
    __asm__("cmp %2, %2\n\trepe cmpsl\n\tsete %3"
            : "+S"(left), "+D"(right), "+c"(words), "=q"(equal) : : "cc", "memory");
    while (equal && bytes-- > 0)
        equal = *left++ == *right++;
    return equal;
}

#else
#error "workloads are for i386 guests and hosts that run their QEMU"
#endif

int pattern_check(uint64_t position, const void *bytes, uint32_t length)
{
    const uint8_t *at = bytes;

    for (; length > PATTERN_SPAN; length -= PATTERN_SPAN, at += PATTERN_SPAN, position += PATTERN_SPAN)
        if (!same(at, pattern_at(position), PATTERN_SPAN))
            return 0;
    return same(at, pattern_at(position), length);
}
