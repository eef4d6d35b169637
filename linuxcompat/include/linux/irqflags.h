/* SPDX-License-Identifier: GPL-2.0-only */
/* Masking interrupts, counted for the checks in linux/preempt.h.
 * (Linux: include/linux/irqflags.h) */
#ifndef SLIPWAY_LINUX_IRQFLAGS_H
#define SLIPWAY_LINUX_IRQFLAGS_H

#include <linux/preempt.h>
#include <linux/typecheck.h>

#define irqs_disabled()     (slipway_interrupts_masked)
#define local_irq_disable() do { slipway_interrupts_masked = true; barrier(); } while (0)
#define local_irq_enable()  do { barrier(); slipway_interrupts_masked = false; } while (0)
#define local_save_flags(flags) \
    do { typecheck(unsigned long, flags); (flags) = slipway_interrupts_masked; } while (0)
#define local_irq_save(flags) \
    do { local_save_flags(flags); local_irq_disable(); } while (0)
#define local_irq_restore(flags) \
    do { typecheck(unsigned long, flags); barrier(); slipway_interrupts_masked = (flags) != 0; } while (0)
#define irqs_disabled_flags(flags) ((flags) != 0)

#endif
