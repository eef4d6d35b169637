// SPDX-License-Identifier: GPL-2.0-only
/* Timers, work, waiting. */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/workqueue.h>
#include <slipway/server.h>

#include "linuxcompat/server/activity.h"
#include "world.h"

static int no_driver(void)
{
    return 0;
}
server_constructor(no_driver);

static unsigned order;                  /* one decimal digit for each thing that happened */

static void note(unsigned digit)
{
    order = order * 10 + digit;
}

/* Timers. */

static struct timer_list timers[4];
static unsigned long fired_at;

static void fire(struct timer_list *timer)
{
    check(in_serving_softirq(), "a timer runs in softirq context");
    note(timer - timers + 1);
    fired_at = jiffies;
}

static void fire_again(struct timer_list *timer)
{
    note(9);
    if (order < 999)
        mod_timer(timer, jiffies);
}

static void set_timer(struct softirq_action *action)
{
    mod_timer(&timers[0], jiffies + 5);
}

static void wait_for_itself(struct timer_list *timer)
{
    del_timer_sync(timer);
}

static void timer_tests(void)
{
    unsigned long first = jiffies, start = first;

    for (int i = 0; i < 4; i++)
        timer_setup(&timers[i], fire, 0);
    mod_timer(&timers[0], start + 30);
    mod_timer(&timers[1], start + 10);
    mod_timer(&timers[2], start + 20);
    mod_timer(&timers[3], start + 20);
    check_number(mod_timer(&timers[3], start + 25), 1, "mod_timer says that the timer was pending");
    msleep(15);
    check_number(order, 2, "the earliest fires first");
    check_number(fired_at - start, 10, "at its time");
    check(del_timer(&timers[2]) == 1 && del_timer(&timers[2]) == 0, "del_timer says whether it was pending");
    msleep(30);
    check_number(order, 241, "the others follow in order, the deleted one does not");

    order = 0;
    timer_setup(&timers[0], fire_again, 0);
    mod_timer(&timers[0], jiffies);
    msleep(5);
    check_number(order, 999, "a timer can start itself again");

    world_log_clear();
    timer_setup(&timers[0], wait_for_itself, 0);
    mod_timer(&timers[0], jiffies + 1);
    msleep(2);
    check(world_logged("waits for its own end"), "del_timer_sync() in the timer is reported");

    timer_setup(&timers[0], fire, 0);
    mod_timer(&timers[0], jiffies - 5);
    msleep(1);
    check_number(order, 9991, "one that has expired fires at once");
    open_softirq(HI_SOFTIRQ, set_timer);
    start = jiffies;
    raise_softirq(HI_SOFTIRQ);
    msleep(20);
    check_number(fired_at - start, 5, "one that a softirq sets on the softirq thread fires in time");
    check_number((u32)first, (u32)(-300 * HZ), "jiffies start five minutes before they wrap");
}

/* Work. */

static struct work_struct works[4];
static struct delayed_work delayed;
static DECLARE_COMPLETION(gate);
static struct workqueue_struct *ordered;

static void work(struct work_struct *item)
{
    check(preemptible(), "work may sleep");
    note(item - works + 1);
}

static void slow_work(struct work_struct *item)
{
    note(item - works + 1);
    msleep(10);
    note(item - works + 5);
}

static void waiting_work(struct work_struct *item)
{
    wait_for_completion(&gate);
    note(7);
}

static void opening_work(struct work_struct *item)
{
    note(6);
    complete(&gate);
}

static void restarting_work(struct work_struct *item)
{
    note(3);
    schedule_delayed_work(&delayed, 5);
}

static void eager_work(struct work_struct *item)
{
    note(4);
    msleep(2);
    check(!schedule_work(item), "an item that is being cancelled cannot queue itself");
}

static void flushing_work(struct work_struct *item)
{
    flush_work(item);
}

static void work_tests(void)
{
    order = 0;
    for (int i = 0; i < 4; i++)
        INIT_WORK(&works[i], work);
    check(schedule_work(&works[0]) && !schedule_work(&works[0]), "work is queued once");
    schedule_work(&works[1]);
    check_number(order, 0, "it does not run before the task sleeps");
    msleep(1);
    check_number(order, 12, "it runs in order");

    order = 0;
    INIT_WORK(&works[0], slow_work);
    schedule_work(&works[0]);
    schedule_work(&works[1]);
    msleep(5);
    check_number(order, 12, "while one item sleeps, another runs");
    check(flush_work(&works[0]), "flush_work() waits for one that runs");
    check_number(order, 125, "until it has finished");
    check(!flush_work(&works[0]), "and says that there was nothing to wait for");

    order = 0;
    schedule_work(&works[0]);
    msleep(1);
    schedule_work(&works[0]);
    check(cancel_work_sync(&works[0]), "cancel_work_sync() says that it was pending");
    check_number(order, 15, "waits for the run, and prevents the next");

    order = 0;
    INIT_WORK(&works[3], eager_work);
    schedule_work(&works[3]);
    msleep(1);
    cancel_work_sync(&works[3]);
    msleep(5);
    check_number(order, 4, "so that it does not run again");

    order = 0;
    INIT_WORK(&works[2], waiting_work);
    INIT_WORK(&works[3], opening_work);
    schedule_work(&works[2]);
    schedule_work(&works[3]);
    msleep(5);
    check_number(order, 67, "an item can wait for a later one");

    world_log_clear();
    INIT_WORK(&works[2], flushing_work);
    schedule_work(&works[2]);
    msleep(1);
    check(world_logged("waits for its own end"), "an item that flushes itself is reported");
}

static void delayed_work_tests(void)
{
    order = 0;
    INIT_DELAYED_WORK(&delayed, restarting_work);
    check(schedule_delayed_work(&delayed, 10) && !schedule_delayed_work(&delayed, 1),
          "a delay is not shortened");
    msleep(5);
    check_number(order, 0, "delayed work waits");
    check(mod_delayed_work(system_wq, &delayed, 2), "mod_delayed_work restarts its delay");
    msleep(3);
    check_number(order, 3, "and it runs then");
    check(cancel_delayed_work_sync(&delayed), "it queued itself again, and is cancelled");
    msleep(20);
    check_number(order, 3, "so that it does not run again");
    check(!cancel_delayed_work_sync(&delayed), "cancelling it again finds nothing");
    schedule_delayed_work(&delayed, 1000);
    check(flush_delayed_work(&delayed), "flush_delayed_work does not wait for the delay");
    check_number(order, 33, "it ran");
    cancel_delayed_work_sync(&delayed);
}

static void cancel_second(void)
{
    struct task_struct task;

    activity_enter(&task, "canceller");
    cancel_work(&works[1]);
    activity_leave(&task);
}

static void queue_tests(void)
{
    unsigned long start;

    order = 0;
    ordered = alloc_ordered_workqueue("ordered", 0);
    INIT_WORK(&works[0], slow_work);
    INIT_WORK(&works[1], work);
    queue_work(ordered, &works[0]);
    queue_work(ordered, &works[1]);
    msleep(5);
    check_number(order, 1, "an ordered queue runs one item at a time");
    flush_workqueue(ordered);
    check_number(order, 152, "then the next");

    INIT_WORK(&works[0], waiting_work);
    queue_work(ordered, &works[0]);
    queue_work(ordered, &works[1]);
    world_later(2, cancel_second);
    start = jiffies;
    flush_work(&works[1]);
    check_number(jiffies - start, 2, "flush_work() does not wait for an item that is cancelled");
    complete(&gate);
    destroy_workqueue(ordered);
}

/* Waiting. */

static DECLARE_WAIT_QUEUE_HEAD(queue);
static bool condition;

static void wake(void)
{
    struct task_struct task;

    activity_enter(&task, "waker");
    condition = true;
    wake_up(&queue);
    activity_leave(&task);
}

static void wake_in_vain(void)
{
    struct task_struct task;

    activity_enter(&task, "waker");
    wake_up(&queue);
    activity_leave(&task);
}

static void wait_tests(void)
{
    unsigned long start = jiffies;
    DECLARE_COMPLETION_ONSTACK(completion);

    check_number(wait_event_timeout(queue, condition, 20), 0, "a wait times out");
    check_number(jiffies - start, 20, "after its time");
    world_later(5, wake_in_vain);
    world_later(10, wake);
    start = jiffies;
    check_number(wait_event_timeout(queue, condition, 30), 20, "a wait that is woken says what was left");
    wait_event(queue, condition);
    check_number(jiffies - start, 10, "a condition that holds needs no wait");

    check_number(wait_for_completion_timeout(&completion, 3), 0, "a completion times out");
    complete(&completion);
    complete(&completion);
    wait_for_completion(&completion);
    check(try_wait_for_completion(&completion) && !try_wait_for_completion(&completion), "completions count");
    complete_all(&completion);
    wait_for_completion(&completion);
    wait_for_completion(&completion);
    check(completion_done(&completion), "complete_all() is for all");

    check_number(wake_up_process(current), 0, "a task that runs needs no waking");
    set_current_state(TASK_UNINTERRUPTIBLE);
    check_number(wake_up_process(current), 1, "one that is about to sleep does");
    start = jiffies;
    check_number(schedule_timeout(50), 50, "a wake before the sleep is not lost");
    check_number(jiffies - start, 0, "and costs no time");
}

static void sleep_for_ever_with_lock(void)
{
    local_bh_disable();
    set_current_state(TASK_UNINTERRUPTIBLE);
    schedule();
}

/* Delays: as long as they are told, however the Clock bounds one of its own. */
static void delay_tests(void)
{
    unsigned long start = jiffies;

    udelay(25000);
    check_number(jiffies - start, 25, "udelay() of 25 ms takes 25 ms");
    start = jiffies;
    ndelay(20000000);
    check_number(jiffies - start, 20, "ndelay() of 20 ms as well");
    start = jiffies;
    mdelay(30);
    check_number(jiffies - start, 30, "and mdelay()");
}

int main(void)
{
    struct task_struct task;

    world_begin();
    activity_enter(&task, "test");
    timer_tests();
    delay_tests();
    work_tests();
    delayed_work_tests();
    queue_tests();
    wait_tests();
    check(world_stops(sleep_for_ever_with_lock), "a sleep that nobody can end stops the server");
    slipway_preempt_count = 0;
    check(world_threads() >= 2, "threads were started");
    activity_leave(&task);
    world_destruct();
    return world_end();
}
