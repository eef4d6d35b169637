/* SPDX-License-Identifier: GPL-2.0-only */
/* What a reference to the interface Thread denotes. */
#ifndef KERNEL_ROOTS_THREAD_OBJECT_H
#define KERNEL_ROOTS_THREAD_OBJECT_H

struct thread;

/* Releasing the last reference does not stop the thread, whose structure lives until both are gone. */
struct thread_object {
    struct thread *thread;      /* held; null while it is being made */
};

#endif
