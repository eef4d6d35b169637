/* SPDX-License-Identifier: GPL-2.0-only */
/* The interrupts server: what its files share. The essay is in line.c. */
#ifndef INTERRUPTS_H
#define INTERRUPTS_H

#include "interrupts.server.h"
#include "runtime.h"

#define LINE_COUNT     16       /* two 8259 */
#define LINE_PRIORITY  7
#define STORM_LIMIT    1000     /* interrupts in a row that no handler took */
#define STOP_INTERVAL  500      /* milliseconds until a line's thread sees that it shall end */

/* All fields are guarded by lock(), but `number`, and `source` and `thread` once they are set. */
struct line {
    u32 number;
    InterruptLine source;       /* null until a handler is connected for the first time */
    Thread thread;              /* likewise */
    Semaphore unmasked;         /* the line's thread waits here while `masks` is not 0 */
    struct registration *registrations;
    struct registration *calling;   /* where the line's thread is in the list, or null */
    u32 masks;                  /* sum over the Interrupt objects of the line */
    u32 serving;                /* 1: it fired, and its thread will unmask it */
    u32 waiting;                /* 1: its thread waits for `unmasked` */
    u32 storming;               /* 1: given up until another handler is connected */
    u32 unhandled;              /* interrupts in a row that no handler took */
};

/* A connected handler. While it is `calling` it stays in the list, whatever happens. */
struct registration {
    struct registration *next;
    struct line *line;
    InterruptHandler handler;
    u32 removed;                /* 1: disconnected while `calling`, its thread disposes of it */
    u32 dead;                   /* 1: its server has ended; the registration will be released */
};

/* A device's view of a line. */
struct interrupt {
    struct line *line;
    u32 masks;                  /* given back when the object goes */
};

/* interrupts.c: the lock of everything here. It is held for a few instructions, and never
 * while a handler runs or a handler's reference is released: nothing is waited for below it. */
void lock(void);
void unlock(void);

/* interrupts.c: threads that have the lock, or wait for it. */
extern u32 lock_users;

/* interrupts.c: 1 once the server is being unloaded. */
extern u32 stopping;

/* line.c; all are called with the lock held. */
status line_start(struct line *line);               /* opens the line and makes its thread */
void line_arm(struct line *line);                   /* unmasks it if nothing speaks against it */
void line_mask(struct line *line);                  /* masks it, if it was opened */
void line_wake(struct line *line);                  /* has its thread look at `masks` again */
void line_unlink(struct registration *registration);
u32 line_is_used(const struct line *line);          /* somebody would be called when it fires */

#endif
