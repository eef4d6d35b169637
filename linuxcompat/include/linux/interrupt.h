/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupts (slipway/interrupt.h) and softirqs. (Linux: include/linux/interrupt.h) */
#ifndef SLIPWAY_LINUX_INTERRUPT_H
#define SLIPWAY_LINUX_INTERRUPT_H

#include <linux/irqflags.h>
#include <linux/irqreturn.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <slipway/interrupt.h>

#define IRQF_SHARED         0x00000080
#define IRQF_TRIGGER_NONE   0x00000000

typedef irqreturn_t (*irq_handler_t)(int, void *);

enum {
    HI_SOFTIRQ, TIMER_SOFTIRQ, NET_TX_SOFTIRQ, NET_RX_SOFTIRQ, TASKLET_SOFTIRQ,
    NR_SOFTIRQS
};

struct softirq_action {
    void (*action)(struct softirq_action *);
};

void open_softirq(int number, void (*action)(struct softirq_action *));
/* Marks it pending. It runs when the handler or softirq that runs has finished, or when
 * softirqs are no longer masked, else on the server's softirq thread. */
void raise_softirq(unsigned int number);
#define raise_softirq_irqoff(number)    raise_softirq(number)
#define __raise_softirq_irqoff(number)  raise_softirq(number)

/* No handler runs while another thread is in the server. */
#define synchronize_irq(irq)            might_sleep()

#endif
