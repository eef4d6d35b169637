/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupt lines and the threads that serve them.
 *
 * Threads. A line gets its thread, of the highest priority, when the first handler is
 * connected, and keeps it. The thread waits for the line, calls the handlers one by one, and
 * has the kernel unmask the line. A handler so never interrupts anything: it runs when the
 * scheduler and the lock of its own server let it.
 *
 * Locking. The server is thread-safe, as a serialised one would stay locked while it calls
 * a handler. One lock guards all its data. It is a leaf: while it is held, only kernel
 * functions that do not wait are called. In particular it is free while a handler runs. A
 * driver may call mask(), unmask() and connect(), and release its registration, out of
 * its own serialised server while the line's thread stands in front of that server's lock
 * in order to call its handler: nobody waits for the line's thread.
 *
 * Disconnecting. For the same reason the end of a registration does not wait for a handler
 * that is running or about to run. So handle() may be entered once more after the
 * registration was released; a serialised driver notices by looking at its own state. The
 * registration under the thread's feet (`calling`) stays in the list until the thread has
 * moved on, and is disposed of by it.
 *
 * Masking. mask() keeps the handlers from being entered from then on; one that has been
 * entered, or waits for its server's lock, is not called back. An interrupt that fired
 * before is not lost: the thread keeps it until the last unmask(). Each Interrupt object
 * counts its own masks, and gives them back when it goes.
 *
 * Ended servers. A call of a handler whose server has ended fails, and it is not called again;
 * the registration goes when the kernel releases what the server held. If there is no other
 * handler, the line stays masked: its device may assert it until it is disabled.
 *
 * Storms. A line on which no handler takes STORM_LIMIT interrupts in a row is masked, and
 * that is told; another try is made when a handler is connected.
 *
 * Unloading. A thread that waits for a line cannot be woken by anybody else, so it looks up
 * twice a second whether it shall end; destruct() waits for that. One that waits for an
 * unmask() is woken, since nobody can call that any more, and calls no handler.
 */
#include "interrupts.h"

status line_start(struct line *line)
{
    char name[16];
    Runnable runnable;
    status result;

    result = InterruptLines_open(lines, line->number, &line->source);
    if (result < 0)
        return result;
    result = E_NOMEM;
    runnable = line_create(line);
    if (runnable)
        result = Threads_createSemaphore(threads, 0, &line->unmasked);
    if (result >= 0) {
        snprintf(name, sizeof name, "interrupt %u", line->number);
        result = Threads_create(threads, runnable, LINE_PRIORITY, name, strlen(name), &line->thread);
    }
    Runnable_release(runnable);
    if (result < 0) {
        Semaphore_release(line->unmasked);
        InterruptLine_release(line->source);
        line->unmasked = 0;
        line->source = 0;
    }
    return result;
}

u32 line_is_used(const struct line *line)
{
    const struct registration *registration = line->registrations;

    while (registration && registration->dead)
        registration = registration->next;
    return registration != 0;
}

void line_arm(struct line *line)
{
    if (line_is_used(line) && !line->masks && !line->serving && !line->storming)
        InterruptLine_complete(line->source);
}

void line_mask(struct line *line)
{
    if (line->source)
        InterruptLine_mask(line->source);
}

void line_wake(struct line *line)
{
    if (!line->waiting)
        return;
    line->waiting = 0;
    Semaphore_signal(line->unmasked);
}

void line_unlink(struct registration *registration)
{
    struct registration **link = &registration->line->registrations;

    while (*link != registration)
        link = &(*link)->next;
    *link = registration->next;
}

/* Waits, without the lock, until nobody masks the line. */
static void await_unmasked(struct line *line)
{
    while (line->masks && !stopping) {
        line->waiting = 1;
        unlock();
        Semaphore_wait(line->unmasked, FOREVER);
        lock();
    }
}

/* Moves on in the list, and disposes of the registration left behind if it was removed. */
static void step(struct line *line)
{
    struct registration *left = line->calling;

    line->calling = left->next;
    if (!left->removed)
        return;
    line_unlink(left);
    unlock();
    InterruptHandler_release(left->handler);
    lock();
    deallocate(left);
}

/* Calls one handler, without the lock. 1 if it took the interrupt. */
static u32 call_handler(struct registration *registration)
{
    status call = OK;
    u32 handled;

    unlock();
    handled = InterruptHandler_handle_checked(registration->handler, &call);
    lock();
    if (call == E_GONE || call == E_REFERENCE)
        registration->dead = 1;
    return handled;
}

/* Calls the handlers of all devices on the line. 1 if one of them took the interrupt. */
static u32 call_handlers(struct line *line)
{
    u32 handled = 0;

    line->calling = line->registrations;
    while (line->calling) {
        await_unmasked(line);
        if (!line->calling->removed && !line->calling->dead && !stopping)
            handled |= call_handler(line->calling);
        step(line);
    }
    return handled;
}

/* Returns 1 when the line has just been given up. */
static u32 judge(struct line *line, u32 handled)
{
    if (handled || !line_is_used(line))
        line->unhandled = 0;
    else if (++line->unhandled == STORM_LIMIT)
        return line->storming = 1;
    return 0;
}

static void report_storm(const struct line *line)
{
    char text[96];

    snprintf(text, sizeof text, "interrupts: line %u masked: no handler took %u interrupts in a row\n",
             line->number, STORM_LIMIT);
    Log_write(log, text, strlen(text));
}

static void serve(struct line *line)
{
    u32 gave_up;

    lock();
    line->serving = 1;
    gave_up = judge(line, call_handlers(line));
    line->serving = 0;
    line_arm(line);
    unlock();
    if (gave_up)
        report_storm(line);
}

/* The line's thread. */
void line_run(struct line *self)
{
    while (!stopping) {
        status result = InterruptLine_wait(self->source, STOP_INTERVAL);

        if (result >= 0)
            serve(self);
        else if (result != E_TIMEDOUT)
            return;                     /* the kernel took the line away */
    }
}

void line_destroy(struct line *self)
{
    (void)self;                         /* lines are static */
}
