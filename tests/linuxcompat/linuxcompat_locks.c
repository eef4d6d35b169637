// SPDX-License-Identifier: GPL-2.0-only
/* Locks, masking and sleeping: what an author may rely on, and what is reported. */
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <slipway/server.h>

#include "linuxcompat/server/activity.h"
#include "world.h"

static DEFINE_SPINLOCK(first);
static DEFINE_SPINLOCK(second);
static DEFINE_MUTEX(mutex);
static struct task_struct main_task;

static int no_driver(void)
{
    return 0;
}
server_constructor(no_driver);

static void take_twice(void)
{
    spin_lock(&first);
    spin_lock(&first);
}

static void spinlocks(void)
{
    unsigned long flags;

    spin_lock(&first);
    check(in_atomic() && spin_is_locked(&first), "a spinlock that is held makes the context atomic");
    spin_lock(&second);
    check(slipway_locks_held == &second && second.outer == &first, "the order of locks can be seen");
    check(!spin_trylock(&first), "trylock does not take a lock that is held");
    spin_unlock(&first);
    check(slipway_locks_held == &second && !second.outer && !spin_is_locked(&first),
          "locks can be released in any order");
    spin_unlock(&second);
    check(!in_atomic() && !slipway_locks_held, "nothing is held at the end");

    spin_lock_irqsave(&first, flags);
    check(irqs_disabled(), "irqsave masks");
    {
        unsigned long inner;

        spin_lock_irqsave(&second, inner);
        spin_unlock_irqrestore(&second, inner);
    }
    check(irqs_disabled(), "an inner irqrestore leaves interrupts masked");
    spin_unlock_irqrestore(&first, flags);
    check(!irqs_disabled(), "the outer one unmasks");

    spin_lock_bh(&first);
    local_bh_disable();
    spin_unlock_bh(&first);
    check(in_softirq() && !in_serving_softirq(), "masking of softirqs nests");
    local_bh_enable();
    check(!in_softirq(), "and ends");
}

static void misuse(void)
{
    world_log_clear();
    spin_unlock(&first);
    check(world_logged("released that is not held") && world_logged("linuxcompat_locks.c:"),
          "releasing a lock that is not held is reported with its place");
    check_number(preempt_count(), 0, "and counts nothing");

    world_log_clear();
    check(world_stops(take_twice), "taking a spinlock twice stops the server");
    check(world_logged("spinlock recursion") && world_logged("linuxcompat_locks.c:"), "it says where");
    spin_unlock(&first);
    preempt_enable();

    world_log_clear();
    spin_lock(&first);
    {
        unsigned before = world_milliseconds();

        msleep(5);
        check(world_logged("sleeping while something is held") && world_logged("a lock taken at"),
              "sleeping with a lock is reported, and which lock");
        check_number(world_milliseconds() - before, 5, "the time passes all the same");
    }
    spin_unlock(&first);

    world_log_clear();
    local_irq_disable();
    might_sleep();
    check(world_logged("interrupts masked"), "so is might_sleep() with interrupts masked");
    local_irq_enable();
}

static unsigned entered;

static void enter_meanwhile(void)
{
    struct task_struct task;

    check(activity_enter(&task, "meanwhile"), "another thread gets in");
    entered++;
    activity_leave(&task);
}

static void opening(void)
{
    entered = 0;
    world_later(0, enter_meanwhile);
    spin_lock(&first);
    cond_resched();
    mdelay(3);
    spin_unlock(&first);
    check_number(entered, 0, "nobody gets in at mdelay() while a lock is held");
    mdelay(1);
    check_number(entered, 1, "somebody does when nothing is held");
    world_later(0, enter_meanwhile);
    udelay(5000);
    check_number(entered, 1, "nobody gets in at udelay()");
    msleep(1);
    check_number(entered, 2, "somebody does at msleep()");
    check(current == &main_task, "who slept is current again");
}

static void leave_holding(void)
{
    struct task_struct task;

    world_log_clear();
    activity_enter(&task, "careless");
    spin_lock(&first);
    local_irq_disable();
    activity_leave(&task);
    check(world_logged("left while something is held"),
          "returning with a lock is reported");
    check(preemptible() && !spin_is_locked(&first), "and the lock released");

    world_log_clear();
    spin_lock(&first);
    check(!activity_enter(&task, "again"), "re-entering with a lock held is refused");
    check(world_logged("entered again while something is held"), "and reported");
    spin_unlock(&first);
}

static unsigned mutex_order;

static void contend(void)
{
    struct task_struct task;

    activity_enter(&task, "contender");
    mutex_lock(&mutex);
    mutex_order = mutex_order * 10 + 2;
    mutex_unlock(&mutex);
    activity_leave(&task);
}

static void lock_mutex_twice(void)
{
    mutex_lock(&mutex);
    mutex_lock(&mutex);
}

static void mutexes(void)
{
    mutex_lock(&mutex);
    world_later(1, contend);
    msleep(10);
    mutex_order = 1;
    check(mutex_is_locked(&mutex) && !mutex_trylock(&mutex), "a mutex is held across a sleep");
    mutex_unlock(&mutex);
    msleep(1);
    check_number(mutex_order, 12, "who waited gets it afterwards");

    world_log_clear();
    mutex_unlock(&mutex);
    check(world_logged("WARNING"), "releasing a mutex that is not held is reported");
    check(world_stops(lock_mutex_twice), "taking it twice stops the server");
    mutex_unlock(&mutex);
}

static unsigned softirqs;

static void count_softirq(struct softirq_action *action)
{
    check(in_serving_softirq() && in_interrupt(), "a softirq knows that it is one");
    softirqs++;
}

static void masking(void)
{
    open_softirq(HI_SOFTIRQ, count_softirq);
    local_bh_disable();
    raise_softirq(HI_SOFTIRQ);
    check_number(softirqs, 0, "a softirq that is raised while they are masked waits");
    local_bh_enable();
    check_number(softirqs, 1, "and runs when they no longer are");
    raise_softirq(HI_SOFTIRQ);
    check_number(softirqs, 1, "raised by a task, it does not run there");
    msleep(1);
    check_number(softirqs, 2, "but on the softirq thread");
}

int main(void)
{
    world_begin();
    activity_enter(&main_task, "test");
    spinlocks();
    misuse();
    opening();
    leave_holding();
    mutexes();
    masking();
    activity_leave(&main_task);
    world_destruct();
    return world_end();
}
