/* SPDX-License-Identifier: GPL-2.0-only */
/* What converted code calls on interrupts.
 *
 * A driver keeps the number that Linux gave it (`pdev->irq`), for messages and for its
 * handler's first parameter; interrupt_of() is the reference that the number stands for.
 * A driver is a serialised server and its handlers do not sleep: while it runs, no handler
 * of its own does. One whose thread waits to get in meanwhile is not called any more once
 * the driver has disconnected it, nor as long as the interrupt is disabled.
 */
#ifndef SLIPWAY_INTERRUPT_H
#define SLIPWAY_INTERRUPT_H

#include <linux/irqreturn.h>
#include "Interrupt.h"

/* The interrupt of line `irq`. It belongs to the device's view and is not to be released.
 * Null if the server's device does not have that line; calls on null references fail. */
Interrupt interrupt_of(unsigned int irq);

/* Has `handler(irq, data)` called when the line fires, on the interrupt's thread. `flags`
 * are Linux's IRQF_ flags: every line is shared here. `data` tells handlers of one line
 * apart. Returns 0, -EINVAL if `interrupt` is null, -ENOMEM. Linux: request_irq.
 */
int interrupt_connect(Interrupt interrupt, irqreturn_t (*handler)(int, void *), unsigned long flags,
                      const char *name, void *data);

/* Ends it; the handler is not running when this returns, and is not called any more.
 * Returns the name that was given to interrupt_connect(). Linux: free_irq. */
const void *interrupt_disconnect(Interrupt interrupt, void *data);

/* Has no handler called, of any device on the line, until interrupt_enable() was called as
 * often; null is allowed and does nothing. What fires meanwhile is handled then. May be called
 * in any context. Linux: disable_irq, disable_irq_nosync, enable_irq. */
void interrupt_disable(Interrupt interrupt);
void interrupt_enable(Interrupt interrupt);

#endif
