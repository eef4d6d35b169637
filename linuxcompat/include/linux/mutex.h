/* SPDX-License-Identifier: GPL-2.0-only */
/* Mutexes: the server is open while one waits. (Linux: include/linux/mutex.h) */
#ifndef SLIPWAY_LINUX_MUTEX_H
#define SLIPWAY_LINUX_MUTEX_H

#include <linux/wait.h>

struct mutex {
    struct task_struct *owner;
    wait_queue_head_t waiters;
};

#define __MUTEX_INITIALIZER(name)   { NULL, __WAIT_QUEUE_HEAD_INITIALIZER((name).waiters) }
#define DEFINE_MUTEX(name)          struct mutex name = __MUTEX_INITIALIZER(name)

static inline void mutex_init(struct mutex *mutex)
{
    mutex->owner = NULL;
    init_waitqueue_head(&mutex->waiters);
}

static inline void mutex_destroy(struct mutex *mutex)
{
}

static inline bool mutex_is_locked(struct mutex *mutex)
{
    return mutex->owner != NULL;
}

/* Taking a mutex twice stops the server, releasing one of another task is reported. */
void slipway_mutex_lock(struct mutex *mutex, const char *file, int line);
int slipway_mutex_trylock(struct mutex *mutex);
void slipway_mutex_unlock(struct mutex *mutex, const char *file, int line);

#define mutex_lock(mutex)               slipway_mutex_lock(mutex, __FILE__, __LINE__)
#define mutex_lock_interruptible(mutex) ({ mutex_lock(mutex); 0; })
#define mutex_trylock(mutex)            slipway_mutex_trylock(mutex)
#define mutex_unlock(mutex)             slipway_mutex_unlock(mutex, __FILE__, __LINE__)

#endif
