/* SPDX-License-Identifier: GPL-2.0-only */
/* Monitors: waiting, handing over, and opening one to sleep. The way in and out when
 * nobody is in the way is in the entry code (entry.c). */
#include "model/monitor.h"

#include "machine/callbacks.h"
#include "machine/interrupts.h"
#include "model/frame_page.h"
#include "model/monitor.h"

/* Whether the running thread is found at the end of the chain that begins at `server`.
 * Chains do not have cycles, because this is asked before each link is made. */
static int closes_cycle(const struct server *server)
{
    const struct thread *thread;

    for (; server; server = thread->blocked_on) {
        thread = server->holder;
        if (!thread)
            return 0;
        if (thread == current_thread)
            return 1;
    }
    return 0;
}

/* Sleeps until it is woken, or the domain of `caller` ends: then E_GONE. */
static status sleep_for(struct server *caller, struct wait_queue *queue, u32 timeout)
{
    status result;

    if (caller->domain->dead)
        return E_GONE;
    current_thread->sleeps_for = caller;
    result = wait_queue_sleep(queue, timeout);
    current_thread->sleeps_for = NULL;
    return result;
}

status monitor_sleep(struct wait_queue *queue, u32 timeout)
{
    const struct frame *caller = frame_caller(frame_top);

    return sleep_for(caller ? caller->server : frame_top->server, queue, timeout);
}

/* Who calls a function of the server: whether the frame of that call is pushed already depends on
 * the kind of call. */
static struct server *caller_of(const struct server *server)
{
    const struct frame *caller = frame_top->server == server ? frame_caller(frame_top) : frame_top;

    return caller ? caller->server : frame_top->server;
}

/* On whose behalf a thread waits that opened the monitor and needs it again. In a user domain the
 * server's: when that ends nothing is left for the thread to do inside, and the holder may stay in a
 * live server for as long as it likes. Code in the kernel's domain goes on even then (null). */
static struct server *returning(struct server *server)
{
    return server->directory ? server : NULL;
}

/* Sleeps until the monitor is handed over; or until there is no use in that any more: then E_GONE.
 * `enters` 0: the thread opened it. Interrupts are off. */
static status wait_in_line(struct server *server, u32 enters)
{
    struct server *who = enters ? caller_of(server) : returning(server);
    status result = OK;

    current_thread->blocked_on = server;
    if (server->holder) {
        server->attention++;
        result = who ? sleep_for(who, &server->waiters, FOREVER)
                     : wait_queue_sleep(&server->waiters, FOREVER);
        server->attention--;
    } else {
        server->holder = current_thread;
    }
    current_thread->blocked_on = NULL;
    return result;
}

static status wait_unless_deadlock(struct server *server)
{
    u32 flags = interrupts_disable();
    status result = OK;

    if (server->state == SERVER_GOING) {
        result = E_GONE;
    } else if (closes_cycle(server)) {
        result = E_DEADLOCK;
    } else {
        result = wait_in_line(server, 1);
        if (result >= 0 && server->state == SERVER_GOING) {
            server->holder = NULL;
            result = E_GONE;
        }
    }
    interrupts_restore(flags);
    if (result == E_GONE)
        monitor_attend(server);
    return result;
}

status monitor_wait(struct server *server)
{
    return wait_unless_deadlock(server);
}

/* Gives the free monitor to the first who waits, who from now on waits for nothing: a thread
 * that held a monitor and was still marked as waiting for it would be a cycle in the chains
 * that closes_cycle() follows. Interrupts are off. */
static void hand_over(struct server *server)
{
    if (server->holder)
        return;
    server->holder = wait_queue_wake(&server->waiters);
    if (server->holder)
        server->holder->blocked_on = NULL;
}

/* What waits for a thread inside the monitor: objects, and the server's own end. Returns
 * whether that was begun, to be finished outside. */
static u32 attend_inside(struct server *server)
{
    u32 flags, going;

    objects_destroy_deferred(server);
    flags = interrupts_disable();
    going = server->unload_wanted;
    server->unload_wanted = 0;
    server->attention -= going;
    interrupts_restore(flags);
    if (going)
        server_tell(server);
    return going;
}

void monitor_attend(struct server *server)
{
    u32 flags = interrupts_disable(), going = 0;

    if (!server->holder && (server->unreferenced || server->unload_wanted)) {
        server->holder = current_thread;
        interrupts_restore(flags);
        going = attend_inside(server);
        flags = interrupts_disable();
        server->holder = NULL;
    }
    hand_over(server);
    interrupts_restore(flags);
    if (going)
        server_finish(server);
}

status monitor_enter(struct server *server, struct thread **previous)
{
    u32 flags;
    status result = OK;

    *previous = NULL;
    if (!server->serialised)
        return OK;
    flags = interrupts_disable();
    if (server->holder == current_thread)
        *previous = current_thread;
    else if (!server->holder)
        server->holder = current_thread;
    else
        result = flags & EFLAGS_IF ? wait_unless_deadlock(server) : E_DEADLOCK;
    interrupts_restore(flags);
    return result;
}

void monitor_leave(struct server *server, struct thread *previous)
{
    if (!server->serialised)
        return;
    server->holder = previous;
    if (server->attention)
        monitor_attend(server);
}

struct server *monitor_open(void)
{
    struct frame *caller = frame_caller(frame_top);
    struct server *server = caller ? caller->server : NULL;
    u32 flags;

    if (!server || server->holder != current_thread)
        return NULL;
    server->holder = NULL;
    if (server->attention)
        monitor_attend(server);
    /* Only now: while it attends it holds the monitor, and would be a cycle (hand_over()). */
    flags = interrupts_disable();
    current_thread->blocked_on = server;
    interrupts_restore(flags);
    return server;
}

void monitor_close(struct server *server)
{
    status result;
    u32 flags;

    if (!server)
        return;
    flags = interrupts_disable();
    result = wait_in_line(server, 0);
    interrupts_restore(flags);
    if (result >= 0 && server->unreferenced)
        objects_destroy_deferred(server);
}
