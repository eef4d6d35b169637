/* SPDX-License-Identifier: GPL-2.0-only */
/* Threads of the server's own: for softirqs and timers, and for work. */
#ifndef SLIPWAY_THREADS_H
#define SLIPWAY_THREADS_H

#include <linux/list.h>
#include <linux/sched.h>

struct Semaphore_entries;

/* One thread. Whoever starts it puts it at the start of a structure from kmalloc(), which is freed
 * when the thread is gone. */
struct runnable {
    struct list_head entry;
    void (*function)(struct runnable *thread);      /* runs inside the server, and returns to end it */
    const char *name;
    const struct Semaphore_entries *const *wake;    /* the thread waits here for something to do */
};

/* Starts `thread->function`. Returns 0 or -ENOMEM, and then frees the structure. */
int thread_start(struct runnable *thread, const char *name, void (*function)(struct runnable *thread));

/* Has it look again for something to do. May be called in any context. */
void thread_wake(struct runnable *thread);

/* For the thread itself: opens the server until thread_wake(), or for `milliseconds`. */
void thread_wait(struct runnable *thread, unsigned int milliseconds);

/* True when the server is being unloaded: the function is to return. */
bool thread_should_stop(void);

/* Ends all threads, and returns when they are out of the server's functions; meanwhile none
 * is started. */
void threads_stop(void);

#endif
