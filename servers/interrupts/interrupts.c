/* SPDX-License-Identifier: GPL-2.0-only */
/* The interrupts server's objects: Interrupts, Interrupt and Registration. How they work
 * together with the threads of the lines is told in line.c.
 */
#include "interrupts.h"

struct interrupts {
    Semaphore handed_over;      /* the lock, from one of them to the next */
    struct line lines[LINE_COUNT];
};

static struct interrupts state;
u32 stopping, lock_users;

/* An interrupt takes the lock twice, and nobody else wants it: the kernel is asked only where
 * somebody does. There is one processor, so that an instruction is atomic. */
static u32 add(u32 *word, u32 value)
{
    __asm__ volatile("xaddl %0, %1" : "+r"(value), "+m"(*word) : : "memory", "cc");
    return value;
}

void lock(void)
{
    if (add(&lock_users, 1) > 0)
        Semaphore_wait(state.handed_over, FOREVER);
}

void unlock(void)
{
    if (add(&lock_users, (u32)-1) > 1)
        Semaphore_signal(state.handed_over);
}

status construct(struct interrupts_roots *roots)
{
    status result = Threads_createSemaphore(threads, 0, &state.handed_over);

    if (result < 0)
        return result;
    heap_use(memory);
    for (u32 i = 0; i < LINE_COUNT; i++)
        state.lines[i].number = i;
    roots->interrupts = &state;
    return OK;
}

/* The kernel releases the lines when the last thread has left. */
void destruct(void)
{
    lock();
    stopping = 1;
    for (u32 i = 0; i < LINE_COUNT; i++) {
        line_mask(&state.lines[i]);
        line_wake(&state.lines[i]);
    }
    unlock();
    for (u32 i = 0; i < LINE_COUNT; i++)
        if (state.lines[i].thread)
            Thread_join(state.lines[i].thread, FOREVER);
}

status interrupts_getInterrupt(struct interrupts *self, u32 line, Interrupt *interrupt)
{
    struct interrupt *made;

    if (line >= LINE_COUNT)
        return E_RANGE;
    lock();
    made = allocate(sizeof *made);
    if (made) {
        made->line = &self->lines[line];
        made->masks = 0;
        *interrupt = interrupt_create(made);
        if (!*interrupt)
            deallocate(made);
    }
    unlock();
    return made && *interrupt ? OK : E_NOMEM;
}

/* With the lock held. */
static struct registration *register_handler(struct line *line, InterruptHandler handler,
                                             Registration *reference)
{
    struct registration *made = allocate(sizeof *made);

    if (!made)
        return 0;
    made->line = line;
    made->removed = made->dead = 0;
    made->handler = InterruptHandler_duplicate(handler);
    *reference = made->handler ? registration_create(made) : 0;
    if (!*reference) {
        InterruptHandler_release(made->handler);
        deallocate(made);
        return 0;
    }
    return made;
}

status interrupt_connect(struct interrupt *self, InterruptHandler handler, Registration *registration)
{
    struct line *line = self->line;
    struct registration *made = 0;
    status result = OK;

    lock();
    if (!line->source)
        result = line_start(line);
    if (result >= 0)
        made = register_handler(line, handler, registration);
    if (made) {
        made->next = line->registrations;
        line->registrations = made;
        line->storming = line->unhandled = 0;
        line_arm(line);
    } else if (result >= 0) {
        result = E_NOMEM;
    }
    unlock();
    return result;
}

/* The handler's reference is released without the lock: that may call its server. */
void registration_destroy(struct registration *self)
{
    struct line *line = self->line;

    lock();
    if (line->calling == self) {
        self->removed = 1;
        unlock();
        return;
    }
    line_unlink(self);
    if (!line_is_used(line))
        line_mask(line);
    unlock();
    InterruptHandler_release(self->handler);
    lock();
    deallocate(self);
    unlock();
}

void interrupt_mask(struct interrupt *self)
{
    lock();
    self->masks++;
    if (!self->line->masks++)
        line_mask(self->line);
    unlock();
}

/* With the lock held. */
static void unmask(struct interrupt *self, u32 number)
{
    struct line *line = self->line;

    self->masks -= number;
    line->masks -= number;
    if (!number || line->masks)
        return;
    line_arm(line);
    line_wake(line);
}

/* One unmask() too many is ignored: it must not undo another device's mask(). */
void interrupt_unmask(struct interrupt *self)
{
    lock();
    unmask(self, self->masks ? 1 : 0);
    unlock();
}

u32 interrupt_getLine(struct interrupt *self)
{
    return self->line->number;
}

void interrupt_destroy(struct interrupt *self)
{
    lock();
    unmask(self, self->masks);
    deallocate(self);
    unlock();
}
