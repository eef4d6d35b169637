/* SPDX-License-Identifier: GPL-2.0-only */
/* The type of spinlocks. All zero is released. (Linux: include/linux/spinlock_types.h) */
#ifndef SLIPWAY_LINUX_SPINLOCK_TYPES_H
#define SLIPWAY_LINUX_SPINLOCK_TYPES_H

#include <linux/types.h>

typedef struct spinlock {
    const char *file;           /* where it was taken; null: it is not held */
    int line;
    struct spinlock *outer;     /* the lock that was taken before this one */
} spinlock_t;

typedef spinlock_t raw_spinlock_t;

/* The lock taken last of those that are held. */
extern spinlock_t *slipway_locks_held;

#define __SPIN_LOCK_UNLOCKED(name)  ((spinlock_t){ NULL, 0, NULL })
#define DEFINE_SPINLOCK(name)       spinlock_t name = { NULL, 0, NULL }
#define DEFINE_RAW_SPINLOCK(name)   DEFINE_SPINLOCK(name)

#endif
