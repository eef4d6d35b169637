/* SPDX-License-Identifier: GPL-2.0-only */
/* Atomic counters: plain ones, since nothing runs in the middle (README.md).
 * (Linux: include/linux/atomic/atomic-instrumented.h) */
#ifndef SLIPWAY_LINUX_ATOMIC_H
#define SLIPWAY_LINUX_ATOMIC_H

#include <linux/compiler.h>
#include <linux/types.h>

#define atomic_read(a)                  READ_ONCE((a)->counter)
#define atomic_set(a, value)            WRITE_ONCE((a)->counter, value)
#define atomic_add_return(value, a)     ((a)->counter += (value))
#define atomic_sub_return(value, a)     ((a)->counter -= (value))
#define atomic_add(value, a)            ((void)atomic_add_return(value, a))
#define atomic_sub(value, a)            ((void)atomic_sub_return(value, a))
#define atomic_inc(a)                   ((void)atomic_add_return(1, a))
#define atomic_dec(a)                   ((void)atomic_sub_return(1, a))
#define atomic_inc_return(a)            atomic_add_return(1, a)
#define atomic_dec_return(a)            atomic_sub_return(1, a)
#define atomic_inc_and_test(a)          (atomic_add_return(1, a) == 0)
#define atomic_dec_and_test(a)          (atomic_sub_return(1, a) == 0)
#define atomic_sub_and_test(value, a)   (atomic_sub_return(value, a) == 0)

static inline int atomic_xchg(atomic_t *a, int value)
{
    int old = a->counter;

    a->counter = value;
    return old;
}

static inline int atomic_cmpxchg(atomic_t *a, int expected, int value)
{
    int old = a->counter;

    if (old == expected)
        a->counter = value;
    return old;
}

#define atomic_inc_not_zero(a) ((a)->counter ? ((a)->counter++, true) : false)

#define xchg(pointer, value) \
    ({ typeof(*(pointer)) old_ = *(pointer); *(pointer) = (value); old_; })
#define cmpxchg(pointer, expected, value) \
    ({ typeof(*(pointer)) old_ = *(pointer); if (old_ == (expected)) *(pointer) = (value); old_; })

#endif
