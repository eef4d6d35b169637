// SPDX-License-Identifier: GPL-2.0-only
/* Spinlocks that are misused, or released in another order than they were taken. */
#include <linux/kernel.h>
#include <linux/spinlock.h>

void slipway_lock_is_held(spinlock_t *lock, const char *file, int line)
{
    printk(KERN_ERR "BUG: spinlock recursion: the lock was taken at %s:%d\n", lock->file, lock->line);
    slipway_bug(file, line, "spinlock recursion");
}

bool slipway_unlock_inner(spinlock_t *lock, const char *file, int line)
{
    spinlock_t **inner = &slipway_locks_held;

    while (*inner && *inner != lock)
        inner = &(*inner)->outer;
    if (!*inner) {
        printk(KERN_ERR "BUG: spinlock released that is not held, at %s:%d\n", file, line);
        return false;
    }
    *inner = lock->outer;
    lock->file = NULL;
    return true;
}
