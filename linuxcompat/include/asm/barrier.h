/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory barriers of one IA-32 processor: stores are seen in order by devices too, reads of
 * write-combined memory aside, so that most need only stop the compiler. (Intel SDM 3A, 8.2.) */
#ifndef SLIPWAY_ASM_BARRIER_H
#define SLIPWAY_ASM_BARRIER_H

#include <linux/compiler.h>

#define mb()                asm volatile("lock; addl $0, -4(%%esp)" ::: "memory", "cc")
#define rmb()               asm volatile("lock; addl $0, -4(%%esp)" ::: "memory", "cc")
#define wmb()               asm volatile("lock; addl $0, -4(%%esp)" ::: "memory", "cc")
#define dma_rmb()           barrier()
#define dma_wmb()           barrier()
#define smp_mb()            barrier()
#define smp_rmb()           barrier()
#define smp_wmb()           barrier()
#define smp_mb__before_atomic() barrier()
#define smp_mb__after_atomic()  barrier()
#define smp_store_mb(variable, value)       do { WRITE_ONCE(variable, value); barrier(); } while (0)
#define smp_store_release(pointer, value)   do { barrier(); WRITE_ONCE(*(pointer), value); } while (0)
#define smp_load_acquire(pointer) \
    ({ typeof(*(pointer)) acquired_ = READ_ONCE(*(pointer)); barrier(); acquired_; })

#endif
