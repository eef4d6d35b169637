/* SPDX-License-Identifier: GPL-2.0-only */
/* Bit operations. Nothing interrupts a server between two instructions of its own (README.md),
 * so that the atomic operations are the plain ones. */
#ifndef SLIPWAY_ASM_BITOPS_H
#define SLIPWAY_ASM_BITOPS_H

#include <linux/compiler.h>
#include <asm/barrier.h>
#include <asm-generic/bitops/builtin-__ffs.h>
#include <asm-generic/bitops/builtin-__fls.h>
#include <asm-generic/bitops/builtin-ffs.h>
#include <asm-generic/bitops/builtin-fls.h>
#include <asm-generic/bitops/ffz.h>
#include <asm-generic/bitops/fls64.h>
#include <asm-generic/bitops/hweight.h>
#include <asm-generic/bitops/non-atomic.h>
#include <asm-generic/bitops/non-instrumented-non-atomic.h>

static __always_inline void set_bit(long number, volatile unsigned long *bits)
{
    generic___set_bit(number, bits);
}

static __always_inline void clear_bit(long number, volatile unsigned long *bits)
{
    generic___clear_bit(number, bits);
}

static __always_inline void change_bit(long number, volatile unsigned long *bits)
{
    generic___change_bit(number, bits);
}

static __always_inline bool test_and_set_bit(long number, volatile unsigned long *bits)
{
    return generic___test_and_set_bit(number, bits);
}

static __always_inline bool test_and_clear_bit(long number, volatile unsigned long *bits)
{
    return generic___test_and_clear_bit(number, bits);
}

static __always_inline bool test_and_change_bit(long number, volatile unsigned long *bits)
{
    return generic___test_and_change_bit(number, bits);
}

#define test_and_set_bit_lock(number, bits) test_and_set_bit(number, bits)
#define clear_bit_unlock(number, bits)      clear_bit(number, bits)

/* It uses what stands above. */
#include <asm-generic/bitops/le.h>

#endif
