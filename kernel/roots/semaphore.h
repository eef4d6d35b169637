/* SPDX-License-Identifier: GPL-2.0-only */
/* Counting semaphores: what a reference to the interface Semaphore denotes. The
 * functions semaphore_wait() and semaphore_signal() are declared by the generated
 * header. */
#ifndef KERNEL_ROOTS_SEMAPHORE_H
#define KERNEL_ROOTS_SEMAPHORE_H

#include "machine/wait_queue.h"

struct semaphore {
    u32 count;                  /* 0 while anybody waits: a signal goes to the first */
    struct wait_queue waiters;
};

/* A new one that starts with `initial`, or null if memory is short. */
struct semaphore *semaphore_new(u32 initial);

#endif
