// SPDX-License-Identifier: GPL-2.0-only
/* Bitmaps of more than one word, and the search in them. (Linux: lib/bitmap.c, lib/find_bit.c) */
#include <linux/bitmap.h>
#include <linux/minmax.h>

#define WHOLE_WORDS(bits) ((bits) / BITS_PER_LONG)
#define REST(bits) ((bits) % BITS_PER_LONG)
/* The bits that count of `word`, which is the last one of `bits`, and not a whole one. */
#define LAST(word, bits) ((word) & BITMAP_LAST_WORD_MASK(bits))

bool __bitmap_equal(const unsigned long *one, const unsigned long *other, unsigned int bits)
{
    for (unsigned int i = 0; i < WHOLE_WORDS(bits); i++)
        if (one[i] != other[i])
            return false;
    return !REST(bits) || !LAST(one[WHOLE_WORDS(bits)] ^ other[WHOLE_WORDS(bits)], bits);
}

bool __bitmap_and(unsigned long *to, const unsigned long *one, const unsigned long *other, unsigned int bits)
{
    unsigned long any = 0;

    for (unsigned int i = 0; i < WHOLE_WORDS(bits); i++)
        any |= to[i] = one[i] & other[i];
    if (REST(bits))
        any |= to[WHOLE_WORDS(bits)] = LAST(one[WHOLE_WORDS(bits)] & other[WHOLE_WORDS(bits)], bits);
    return any != 0;
}

void __bitmap_or(unsigned long *to, const unsigned long *one, const unsigned long *other, unsigned int bits)
{
    for (unsigned int i = 0; i < BITS_TO_LONGS(bits); i++)
        to[i] = one[i] | other[i];
}

bool __bitmap_andnot(unsigned long *to, const unsigned long *one, const unsigned long *other,
                     unsigned int bits)
{
    unsigned long any = 0;

    for (unsigned int i = 0; i < WHOLE_WORDS(bits); i++)
        any |= to[i] = one[i] & ~other[i];
    if (REST(bits))
        any |= to[WHOLE_WORDS(bits)] = LAST(one[WHOLE_WORDS(bits)] & ~other[WHOLE_WORDS(bits)], bits);
    return any != 0;
}

bool __bitmap_intersects(const unsigned long *one, const unsigned long *other, unsigned int bits)
{
    for (unsigned int i = 0; i < WHOLE_WORDS(bits); i++)
        if (one[i] & other[i])
            return true;
    return REST(bits) && LAST(one[WHOLE_WORDS(bits)] & other[WHOLE_WORDS(bits)], bits);
}

bool __bitmap_subset(const unsigned long *part, const unsigned long *whole, unsigned int bits)
{
    for (unsigned int i = 0; i < WHOLE_WORDS(bits); i++)
        if (part[i] & ~whole[i])
            return false;
    return !REST(bits) || !LAST(part[WHOLE_WORDS(bits)] & ~whole[WHOLE_WORDS(bits)], bits);
}

unsigned long _find_first_bit(const unsigned long *bitmap, unsigned long bits)
{
    return _find_next_bit(bitmap, bits, 0);
}

unsigned long _find_next_bit(const unsigned long *bitmap, unsigned long bits, unsigned long start)
{
    for (; start < bits; start = (start / BITS_PER_LONG + 1) * BITS_PER_LONG) {
        unsigned long word = bitmap[start / BITS_PER_LONG] >> start % BITS_PER_LONG;

        if (word)
            return min(start + __ffs(word), bits);
    }
    return bits;
}

unsigned long _find_first_zero_bit(const unsigned long *bitmap, unsigned long bits)
{
    return _find_next_zero_bit(bitmap, bits, 0);
}

unsigned long _find_next_zero_bit(const unsigned long *bitmap, unsigned long bits, unsigned long start)
{
    for (; start < bits; start = (start / BITS_PER_LONG + 1) * BITS_PER_LONG) {
        unsigned long word = ~bitmap[start / BITS_PER_LONG] >> start % BITS_PER_LONG;

        if (word)
            return min(start + __ffs(word), bits);
    }
    return bits;
}
