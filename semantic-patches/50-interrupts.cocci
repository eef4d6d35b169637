// SPDX-License-Identifier: GPL-2.0-only
// Interrupts are connected and masked through references.
//
// An interrupt number says nothing outside the server. It stays in the driver, as a name
// for messages and for the handler's first parameter; where a call leaves the server,
// interrupt_of() turns it into the Interrupt reference that the device handed out. A
// driver is a serialised server, so that disable_irq() has no handler to wait for, and is
// the same as disable_irq_nosync().
//
//     request_irq(irq, handler, flags, name, dev)
//     interrupt_connect(interrupt_of(irq), handler, flags, name, dev)
//
//     disable_irq(irq);                      interrupt_disable(interrupt_of(irq));
//
// Keywords: request_irq, free_irq, disable_irq, disable_irq_nosync, enable_irq
// Removes: request_irq, free_irq, disable_irq, disable_irq_nosync, enable_irq
// Confidence: High
#spatch --smpl-spacing

@connect@
expression irq;
@@
(
-request_irq
+interrupt_connect
|
-free_irq
+interrupt_disconnect
)
 (
+interrupt_of(
 irq
+)
 , ...)

@mask@
expression irq;
@@
(
-disable_irq
+interrupt_disable
|
-disable_irq_nosync
+interrupt_disable
|
-enable_irq
+interrupt_enable
)
 (
+interrupt_of(
 irq
+)
 )
