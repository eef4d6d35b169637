/* SPDX-License-Identifier: GPL-2.0-only */
/* Threads: 8 priorities, preemptive, round robin among equals, on one processor. */
#ifndef KERNEL_MACHINE_THREAD_H
#define KERNEL_MACHINE_THREAD_H

#include "machine/interrupts.h"
#include "machine/wait_queue.h"

#define THREAD_PRIORITIES   8       /* 0 idle, 4 usual, 7 interrupts */
#define THREAD_STACK_SIZE   32768u
#define THREAD_NAME_MAX     31
#define THREADS_MAX         1024
#define TIME_SLICE          10      /* ticks (milliseconds) that a thread has among equals */

enum thread_state {
    THREAD_READY,               /* in a ready queue */
    THREAD_RUNNING,             /* it is current_thread */
    THREAD_WAITING,             /* sleeps: in a wait queue, in the timeouts, or both */
    THREAD_DEAD                 /* has ended */
};

struct thread {
    u32 stack_pointer;          /* while it does not run; everything else is on its stack */
    struct frame *frame_top;    /* while it does not run: frame_top and frame_limit below */
    struct frame *frame_limit;
    u32 kernel_stack_top;       /* while it does not run: the word at TSS_ESP0 (machine.h) */
    u32 directory;              /* while it does not run: current_directory (space.h) */
    void *frame_page;           /* a page of its own, for its call frames (model/frame_page.h) */
    struct server *blocked_on;  /* for the monitors: the server whose monitor it waits for */
    struct server *sleeps_for;  /* likewise: whose call sleeps, and may end with E_GONE; or null */

    enum thread_state state;
    u32 priority;
    u32 slice;                  /* ticks left before equals get their turn */
    u32 waits;                  /* how often it waited */
    struct thread *next_of_all; /* in all_threads */
    struct thread *next;        /* in a ready queue or a wait queue */
    struct thread *previous;
    struct wait_queue *queue;   /* that it sleeps in, or null */
    u64 deadline;               /* of its timeout, in milliseconds since start */
    u32 timeout_index;          /* its place in the timeouts' heap; 0: none */
    status wake_status;         /* what wait_queue_sleep() is to return */

    void (*function)(void *);
    void *argument;
    void *stack;                /* lowest address; a guard page stands below; null once freed */
    u32 holders;                /* whoever has a pointer, and the thread itself until it ends */
    struct wait_queue joiners;
    u32 traced;                 /* for tracing: the trace has its name */
    char name[THREAD_NAME_MAX + 1];
};

/* The thread that runs. */
extern struct thread *current_thread;

/* The word at TSS_ESP0 (kernel.ld): where the kernel stack of the current thread stands while
 * it is in user mode, and its top before it ever was there. */
extern u32 kernel_stack_top;

/* All threads that have not ended, by next_of_all; changed with interrupts off. */
extern struct thread *all_threads;

/* The frame stack of the current thread: where its latest call frame is, and how far it
 * may grow. Owned by model/frame.c; saved and restored at each switch. */
extern struct frame *frame_top;
extern struct frame *frame_limit;

/* Makes the running code, on the boot stack, the idle thread: it runs when no other can.
 * Interrupts are off, and stay so until it calls thread_idle(). */
void threads_initialise(void);

/* What the idle thread does from then on. */
void thread_idle(void) __attribute__((noreturn));

/* A new, ready thread that calls function(argument) with interrupts on and ends when
 * that returns. Its frame stack is set up by frame_stack_initialise(). The caller
 * holds the thread: thread_release() it. `name` is copied, and cut. Null if memory
 * is short, THREADS_MAX is reached, or the priority is out of range. */
struct thread *thread_create(void (*function)(void *), void *argument, u32 priority, const char *name);

/* One holder less. The last one frees it, never before it ended. */
void thread_release(struct thread *thread);

/* Ends the current thread. */
void thread_exit(void) __attribute__((noreturn));

/* Gives a thread another priority, whatever it does. Interrupts are off. */
void thread_set_priority(struct thread *thread, u32 priority);

/* Waits until `thread` has ended; E_TIMEDOUT after `timeout` milliseconds,
 * E_DEADLOCK for the current thread itself. */
status thread_join(struct thread *thread, u32 timeout);

/* Sleeps for at least that many milliseconds; 0 gives equals their turn. */
void thread_sleep(u32 milliseconds);

/* Makes a waiting thread ready, with that result of its wait; does nothing to one that
 * does not wait. Interrupts are off; it runs when they come on, if its priority is
 * higher than the current thread's. */
void thread_wake(struct thread *thread, status result);

/* Makes the current thread wait until thread_wake(); the caller has noted it where the
 * waker finds it. Interrupts are off, before and after. Returns the waker's result. */
status thread_block(void);

/* The 1000 Hz tick: expires timeouts, counts the time slice. Interrupts are off. */
void thread_tick(void);

/* Whether `address` lies in the guard page of the current thread: its stack overflowed. */
u32 thread_stack_overflowed(u32 address);

#endif
