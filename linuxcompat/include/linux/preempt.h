/* SPDX-License-Identifier: GPL-2.0-only */
/* What is held, which decides whether code may sleep. (Linux: include/linux/preempt.h)
 *
 * A server runs on one thread at a time, and another gets in only while code sleeps, which
 * is refused unless the counts are zero: so one set of counts serves all threads. */
#ifndef SLIPWAY_LINUX_PREEMPT_H
#define SLIPWAY_LINUX_PREEMPT_H

#include <linux/compiler.h>
#include <linux/types.h>

/* As in Linux: bits 0 to 7 count preempt_disable() and spinlocks, 8 to 15 masked and running
 * softirqs (running counts one, masking two), 16 and up running interrupt handlers. */
#define PREEMPT_OFFSET          0x00001u
#define SOFTIRQ_OFFSET          0x00100u
#define SOFTIRQ_DISABLE_OFFSET  0x00200u
#define HARDIRQ_OFFSET          0x10000u
#define PREEMPT_MASK            0x000ffu
#define SOFTIRQ_MASK            0x0ff00u
#define HARDIRQ_MASK            0xf0000u

extern unsigned int slipway_preempt_count;
/* local_irq_disable(): handlers cannot run anyway; code may not sleep. */
extern bool slipway_interrupts_masked;

#define preempt_count()         (slipway_preempt_count)
#define hardirq_count()         (slipway_preempt_count & HARDIRQ_MASK)
#define softirq_count()         (slipway_preempt_count & SOFTIRQ_MASK)
#define in_hardirq()            (hardirq_count() != 0)
#define in_irq()                in_hardirq()
#define in_softirq()            (softirq_count() != 0)
#define in_serving_softirq()    ((softirq_count() & SOFTIRQ_OFFSET) != 0)
#define in_interrupt()          ((slipway_preempt_count & (HARDIRQ_MASK | SOFTIRQ_MASK)) != 0)
#define in_task()               (!in_hardirq() && !in_serving_softirq())
#define in_atomic()             (slipway_preempt_count != 0)
#define preemptible()           (slipway_preempt_count == 0 && !slipway_interrupts_masked)

#define preempt_disable()       do { slipway_preempt_count += PREEMPT_OFFSET; barrier(); } while (0)
#define preempt_enable()        do { barrier(); slipway_preempt_count -= PREEMPT_OFFSET; } while (0)

/* Reports, with its place, a caller that may sleep and holds something. */
void slipway_might_sleep(const char *file, int line);
#define might_sleep()           slipway_might_sleep(__FILE__, __LINE__)
#define might_sleep_if(condition) do { if (condition) might_sleep(); } while (0)

#endif
