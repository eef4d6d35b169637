// SPDX-License-Identifier: GPL-2.0-only
/* Mutexes. (Linux: kernel/locking/mutex.c) */
#include <linux/kernel.h>
#include <linux/mutex.h>

int slipway_mutex_trylock(struct mutex *mutex)
{
    if (mutex->owner)
        return 0;
    mutex->owner = current;
    return 1;
}

void slipway_mutex_lock(struct mutex *mutex, const char *file, int line)
{
    slipway_might_sleep(file, line);
    for (struct task_struct *task = current; task && mutex->owner; task = task->outer)
        if (mutex->owner == task)
            slipway_bug(file, line, "a mutex taken twice by one thread");
    if (!slipway_mutex_trylock(mutex))
        wait_event(mutex->waiters, slipway_mutex_trylock(mutex));
}

void slipway_mutex_unlock(struct mutex *mutex, const char *file, int line)
{
    if (mutex->owner != current) {
        slipway_warn(file, line, "a mutex released by %s, which does not hold it\n", current->comm);
        return;
    }
    mutex->owner = NULL;
    wake_up_all(&mutex->waiters);
}
