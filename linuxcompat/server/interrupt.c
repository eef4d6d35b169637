// SPDX-License-Identifier: GPL-2.0-only
/* Interrupt handlers. (Linux: kernel/irq/manage.c, kernel/irq/handle.c)
 *
 * Each handler is an InterruptHandler object, called on the thread of the line. While
 * the server is in use, that thread waits before it: by the time that it gets in, the
 * handler may have been disconnected, and is not called; or the driver has disabled the
 * interrupt, and sleeps: the thread then keeps the interrupt until it is enabled again.
 */
#include <linux/interrupt.h>
#include <linux/slab.h>
#include <linux/wait.h>

#include "../kernel/softirq.h"
#include "activity.h"
#include "network.server.h"
#include "server.h"

struct interrupt_handler {
    struct list_head entry;             /* in `handlers` while it is connected */
    irqreturn_t (*handler)(int irq, void *data);
    void *data;
    const char *name;
    Interrupt interrupt;                /* of the device's view */
    int irq;
    Registration registration;
};

static LIST_HEAD(handlers);
static unsigned int disabled;           /* calls of interrupt_disable() that are to be undone */
static DECLARE_WAIT_QUEUE_HEAD(may_go_on);      /* threads of the line, while it is disabled */

int interrupt_connect(Interrupt interrupt, irqreturn_t (*handler)(int, void *), unsigned long flags,
                      const char *name, void *data)
{
    struct interrupt_handler *object;
    InterruptHandler reference;
    status result;

    if (!interrupt || !handler)
        return -EINVAL;
    object = kzalloc(sizeof *object, GFP_KERNEL);
    if (!object)
        return -ENOMEM;
    *object = (struct interrupt_handler){
        .handler = handler, .data = data, .name = name, .interrupt = interrupt,
        .irq = Interrupt_getLine(interrupt)
    };
    reference = interrupt_handler_create(object);
    if (!reference) {
        kfree(object);
        return -ENOMEM;
    }
    list_add_tail(&object->entry, &handlers);
    result = Interrupt_connect(interrupt, reference, &object->registration);
    if (result < 0)
        list_del_init(&object->entry);
    InterruptHandler_release(reference);    /* the registration holds it, or it is destroyed */
    return result < 0 ? result : 0;
}

static void disconnect(struct interrupt_handler *object)
{
    Registration registration = object->registration;

    list_del_init(&object->entry);
    object->registration = NULL;
    wake_up_all(&may_go_on);
    Registration_release(registration);     /* and with it the object, sooner or later */
}

const void *interrupt_disconnect(Interrupt interrupt, void *data)
{
    struct interrupt_handler *object;
    const char *name;

    list_for_each_entry(object, &handlers, entry)
        if (object->interrupt == interrupt && object->data == data) {
            name = object->name;
            disconnect(object);
            return name;
        }
    WARN(true, "a handler is disconnected that is not connected\n");
    return NULL;
}

void interrupts_disconnect_all(void)
{
    struct interrupt_handler *object, *next;

    list_for_each_entry_safe(object, next, &handlers, entry) {
        pr_warn("%s: the driver left its interrupt connected\n", object->name);
        disconnect(object);
    }
    disabled = 0;                       /* the masks end with the Interrupt */
}

void interrupt_disable(Interrupt interrupt)
{
    if (!interrupt)
        return;
    disabled++;
    Interrupt_mask(interrupt);
}

void interrupt_enable(Interrupt interrupt)
{
    if (!interrupt || WARN(!disabled, "an interrupt is enabled that is not disabled\n"))
        return;
    if (!--disabled)
        wake_up_all(&may_go_on);
    Interrupt_unmask(interrupt);
}

static irqreturn_t call_handler(struct interrupt_handler *object)
{
    irqreturn_t result;

    slipway_preempt_count += HARDIRQ_OFFSET;
    slipway_interrupts_masked = true;
    result = object->handler(object->irq, object->data);
    slipway_interrupts_masked = false;
    slipway_preempt_count -= HARDIRQ_OFFSET;
    softirq_run();
    return result;
}

u32 interrupt_handler_handle(struct interrupt_handler *object)
{
    struct task_struct task;
    irqreturn_t result = IRQ_NONE;

    if (list_empty(&object->entry) || !activity_enter(&task, "interrupt"))
        return 0;
    if (unlikely(disabled))
        wait_event(may_go_on, !disabled || list_empty(&object->entry));
    if (likely(!list_empty(&object->entry)))
        result = call_handler(object);
    activity_leave(&task);
    return result == IRQ_HANDLED;
}

void interrupt_handler_destroy(struct interrupt_handler *object)
{
    kfree(object);
}
