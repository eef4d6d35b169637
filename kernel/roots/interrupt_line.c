/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupt line objects: a line that somebody holds, and waits for. */
#include "kernel.server.h"
#include "machine/callbacks.h"
#include "machine/heap.h"
#include "machine/panic.h"
#include "machine/pic.h"
#include "roots/interrupt_line.h"

/* The line fired; it was masked. With interrupts off. */
static void fired(void *argument)
{
    struct interrupt_line *self = argument;
    if (!wait_queue_wake(&self->fired.waiters))
        self->fired.count = 1;
}

status interrupt_line_new(u32 line, struct interrupt_line **new)
{
    struct interrupt_line *self = caller_memory(sizeof *self);
    if (!self)
        return E_NOMEM;
    self->line = line;
    status result = line_claim(line, fired, self);
    if (result < 0) {
        heap_free(self);
        return result;
    }
    *new = self;
    return OK;
}

status interrupt_line_wait(struct interrupt_line *self, u32 timeout)
{
    return semaphore_wait(&self->fired, timeout);
}

void interrupt_line_complete(struct interrupt_line *self)
{
    line_unmask(self->line);
}

void interrupt_line_mask(struct interrupt_line *self)
{
    line_mask(self->line);
}

void interrupt_line_destroy(struct interrupt_line *self)
{
    ASSERT(wait_queue_is_empty(&self->fired.waiters));
    line_release(self->line);
    heap_free(self);
}
