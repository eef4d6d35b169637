/* SPDX-License-Identifier: GPL-2.0-only */
/* The monitor of a serialised server (rule M7): one thread inside, which may re-enter. A call that would
 * close a cycle of waiting threads and monitors fails with E_DEADLOCK.
 *
 * `server->holder` is the thread inside, or null. Who enters remembers what it found
 * there, null or itself, and puts that back when it leaves: so re-entry costs nothing
 * more. Who leaves looks at `server->attention`, and attends to those who wait.
 *
 * The monitor is handed from the thread that leaves to the first of those who wait
 * (highest priority, then longest wait), so that nobody can overtake them.
 *
 * A waiting thread is `blocked_on` the server; so is one that opened the monitor to
 * sleep, because it will need it again. From thread to server to holder there is thus a
 * chain, which ends in a thread that runs; before a thread waits it makes sure that
 * the chain does not end in itself.
 *
 * Who waited for a server that was unloaded meanwhile does not enter: its destructor has
 * run. Nor does a thread that was about to take the free monitor, and lost the processor for as
 * long as an unload takes: the instructions up to there are a section (restart.h), whose target
 * looks at the server's state first.
 */
#ifndef KERNEL_MODEL_MONITOR_H
#define KERNEL_MODEL_MONITOR_H

#include "machine/interrupts.h"
#include "machine/thread.h"
#include "model/server.h"

/* Enters the server's monitor, for a call by the kernel; nothing to do if it is not
 * serialised. Stores what monitor_leave() needs. E_DEADLOCK if waiting would close a
 * cycle, or if the thread would have to wait with interrupts off; E_GONE if the server
 * was unloaded while the thread waited. */
status monitor_enter(struct server *server, struct thread **previous);
void monitor_leave(struct server *server, struct thread *previous);

/* The same, if no other thread is inside: returns whether it entered. */
static inline int monitor_try(struct server *server, struct thread **previous)
{
    u32 flags;
    int is_free;

    *previous = NULL;
    if (!server->serialised)
        return 1;
    flags = interrupts_disable();
    *previous = server->holder;
    is_free = !*previous || *previous == current_thread;
    if (is_free)
        server->holder = current_thread;
    interrupts_restore(flags);
    return is_free;
}

/* For kernel functions that let their caller sleep (Semaphore.wait, Threads.sleep):
 * opens the monitor of the server that called this kernel function, if the running
 * thread holds it, so that others may enter meanwhile. Returns what monitor_close() needs:
 * null if there was nothing to open. To be called before the thread sleeps, and never twice
 * without a monitor_close(). Like whoever leaves the monitor it does what waits for that, so it may
 * call the server and sleep. Call it with interrupts on, and recheck the condition after this call. */
struct server *monitor_open(void);

/* Waits until the monitor is free and takes it again, as deep as it was; not if the server's domain, a
 * user one, has ended or ends meanwhile: nobody runs inside any more. Null is allowed and does
 * nothing. May sleep. */
void monitor_close(struct server *server);

/* Slow paths of entry code.
 * The server's monitor is held by another thread: waits for it. The frame of the call need not
 * be there yet: it is the caller who waits. E_GONE, E_DEADLOCK. */
status monitor_wait(struct server *server) __asm__("monitor_wait");
/* The monitor was left and somebody needs it, or an object waits to be destroyed. */
void monitor_attend(struct server *server) __asm__("monitor_attend");

#endif
