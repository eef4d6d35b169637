/* SPDX-License-Identifier: GPL-2.0-only */
/* Spinlocks: no atomic operation, since one thread is in the server, but every check that an
 * author may hope for. (Linux: include/linux/spinlock.h)
 *
 * Locks that are held are chained from slipway_locks_held, innermost first. */
#ifndef SLIPWAY_LINUX_SPINLOCK_H
#define SLIPWAY_LINUX_SPINLOCK_H

#include <linux/bottom_half.h>
#include <linux/irqflags.h>
#include <linux/spinlock_types.h>

/* Stops the server: `lock` is held since `lock->file`, and on one processor taking it hangs. */
void slipway_lock_is_held(spinlock_t *lock, const char *file, int line) __attribute__((noreturn));
/* Releases a lock that is not the innermost one, or reports that it is not held. Returns
 * whether it was. */
bool slipway_unlock_inner(spinlock_t *lock, const char *file, int line);

static inline void slipway_lock(spinlock_t *lock, const char *file, int line)
{
    preempt_disable();
    if (unlikely(lock->file))
        slipway_lock_is_held(lock, file, line);
    lock->file = file;
    lock->line = line;
    lock->outer = slipway_locks_held;
    slipway_locks_held = lock;
}

static inline int slipway_trylock(spinlock_t *lock, const char *file, int line)
{
    if (lock->file)
        return 0;
    slipway_lock(lock, file, line);
    return 1;
}

static inline void slipway_unlock(spinlock_t *lock, const char *file, int line)
{
    if (likely(slipway_locks_held == lock)) {
        slipway_locks_held = lock->outer;
        lock->file = NULL;
    } else if (!slipway_unlock_inner(lock, file, line)) {
        return;
    }
    preempt_enable();
}

#define spin_lock_init(lock)            do { *(lock) = __SPIN_LOCK_UNLOCKED(lock); } while (0)
#define spin_is_locked(lock)            ((lock)->file != NULL)
#define assert_spin_locked(lock)        WARN_ON(!spin_is_locked(lock))
#define lockdep_assert_held(lock)       WARN_ON_ONCE(!spin_is_locked(lock))

#define spin_lock(lock)                 slipway_lock(lock, __FILE__, __LINE__)
#define spin_trylock(lock)              slipway_trylock(lock, __FILE__, __LINE__)
#define spin_unlock(lock)               slipway_unlock(lock, __FILE__, __LINE__)

#define spin_lock_irq(lock)             do { local_irq_disable(); spin_lock(lock); } while (0)
#define spin_unlock_irq(lock)           do { spin_unlock(lock); local_irq_enable(); } while (0)
#define spin_lock_irqsave(lock, flags)  do { local_irq_save(flags); spin_lock(lock); } while (0)
#define spin_unlock_irqrestore(lock, flags) \
    do { spin_unlock(lock); local_irq_restore(flags); } while (0)
#define spin_lock_bh(lock)              do { local_bh_disable(); spin_lock(lock); } while (0)
#define spin_unlock_bh(lock)            do { spin_unlock(lock); local_bh_enable(); } while (0)
#define spin_lock_nested(lock, subclass) spin_lock(lock)

#define spin_trylock_irqsave(lock, flags) ({ \
    local_irq_save(flags); \
    int taken_ = spin_trylock(lock); \
    if (!taken_) \
        local_irq_restore(flags); \
    taken_; })
#define spin_trylock_bh(lock) ({ \
    local_bh_disable(); \
    int taken_ = spin_trylock(lock); \
    if (!taken_) \
        local_bh_enable(); \
    taken_; })

#define raw_spin_lock_init      spin_lock_init
#define raw_spin_lock           spin_lock
#define raw_spin_unlock         spin_unlock
#define raw_spin_lock_irqsave   spin_lock_irqsave
#define raw_spin_unlock_irqrestore spin_unlock_irqrestore

#endif
