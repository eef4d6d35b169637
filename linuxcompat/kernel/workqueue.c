// SPDX-License-Identifier: GPL-2.0-only
/* Work queues. (Linux: kernel/workqueue.c)
 *
 * All queues are served by one set of workers. As in Linux, as many run as are needed for
 * one to be awake: when a worker waits inside a work item, another takes the next item.
 */
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "../server/activity.h"
#include "../server/threads.h"
#include "network.server.h"

#define MAX_WORKERS 16
#define USUAL_ACTIVE 256
#define IDLE_MILLISECONDS 10000

struct workqueue_struct {
    struct list_head entry;             /* in `queues` */
    struct list_head pending;
    int active, max_active;             /* items being run */
};

struct worker {
    struct runnable thread;             /* first: threads.c frees the whole */
    struct list_head entry;             /* in `workers` */
    struct work_struct *work;           /* being run; it may have freed itself */
    struct workqueue_struct *queue;
    bool idle;
    bool waits;                         /* inside a work item */
};

static struct workqueue_struct system = {
    .pending = LIST_HEAD_INIT(system.pending), .max_active = USUAL_ACTIVE
};
struct workqueue_struct *const system_wq = &system;
struct workqueue_struct *const system_long_wq = &system;

static LIST_HEAD(queues);               /* besides `system` */
static LIST_HEAD(workers);
static DECLARE_WAIT_QUEUE_HEAD(work_finished);

static void run_worker(struct runnable *thread);

static bool has_runnable(struct workqueue_struct *queue)
{
    return queue->active < queue->max_active && !list_empty(&queue->pending);
}

static struct workqueue_struct *runnable_queue(void)
{
    struct workqueue_struct *queue;

    if (has_runnable(&system))
        return &system;
    list_for_each_entry(queue, &queues, entry)
        if (has_runnable(queue))
            return queue;
    return NULL;
}

static void worker_waits(struct worker *worker, bool waits);

/* Sees to it that somebody runs what can be run: nobody needs to be called if a worker is
 * awake, since it looks before it sleeps. */
static void call_worker(void)
{
    struct worker *worker, *idle = NULL;
    int number = 0;

    list_for_each_entry(worker, &workers, entry) {
        if (!worker->idle && !worker->waits)
            return;
        if (worker->idle)
            idle = worker;
        number++;
    }
    if (idle) {
        idle->idle = false;
        thread_wake(&idle->thread);
    } else if (number < MAX_WORKERS && (worker = kzalloc(sizeof *worker, GFP_ATOMIC))) {
        activity_worker_waits = worker_waits;
        if (thread_start(&worker->thread, "worker", run_worker) == 0)
            list_add_tail(&worker->entry, &workers);
    }
}

static void worker_waits(struct worker *worker, bool waits)
{
    worker->waits = waits;
    if (waits && runnable_queue())
        call_worker();
}

static void run_item(struct worker *worker, struct workqueue_struct *queue)
{
    struct work_struct *work = list_first_entry(&queue->pending, struct work_struct, entry);

    list_del_init(&work->entry);
    worker->work = work;
    worker->queue = queue;
    queue->active++;
    work->func(work);
    if (unlikely(!preemptible()))
        activity_may_sleep("the end of a work item", 0);
    queue->active--;
    worker->work = NULL;
    worker->queue = NULL;
    wake_up_all(&work_finished);
}

static void run_worker(struct runnable *thread)
{
    struct worker *worker = container_of(thread, struct worker, thread);
    struct workqueue_struct *queue;
    bool was_called = true;

    while (!thread_should_stop()) {
        queue = runnable_queue();
        if (queue) {
            current->worker = worker;
            run_item(worker, queue);
            current->worker = NULL;
        } else if (was_called) {
            worker->idle = true;
            thread_wait(thread, IDLE_MILLISECONDS);
            was_called = !worker->idle;
            worker->idle = false;
            continue;
        } else {
            break;                      /* idle for long, and nobody called */
        }
        was_called = true;
    }
    list_del(&worker->entry);
}

bool queue_work(struct workqueue_struct *queue, struct work_struct *work)
{
    if (work_pending(work) || work->cancelling)
        return false;
    work->queue = queue;
    list_add_tail(&work->entry, &queue->pending);
    call_worker();
    return true;
}

static struct worker *running_worker(struct work_struct *work)
{
    struct worker *worker;

    list_for_each_entry(worker, &workers, entry)
        if (worker->work == work)
            return worker;
    return NULL;
}

/* Waits until `work` is not run. Returns whether it was. */
static bool wait_until_finished(struct work_struct *work)
{
    struct worker *worker = running_worker(work);

    if (!worker)
        return false;
    if (worker == current->worker) {
        WARN(true, "a work item waits for its own end\n");
        return false;
    }
    wait_event(work_finished, !running_worker(work));
    return true;
}

bool flush_work(struct work_struct *work)
{
    bool was_pending = work_pending(work);

    might_sleep();
    if (was_pending)
        wait_event(work_finished, !work_pending(work));
    return wait_until_finished(work) || was_pending;
}

bool cancel_work(struct work_struct *work)
{
    bool was_pending = work_pending(work);

    list_del_init(&work->entry);
    if (was_pending)
        wake_up_all(&work_finished);    /* who waits for it to be run waits in vain */
    return was_pending;
}

bool cancel_work_sync(struct work_struct *work)
{
    bool was_pending;

    might_sleep();
    work->cancelling++;
    was_pending = cancel_work(work);
    wait_until_finished(work);
    work->cancelling--;
    return was_pending;
}

void slipway_delayed_work_expired(struct timer_list *timer)
{
    struct delayed_work *work = from_timer(work, timer, timer);

    queue_work(work->queue, &work->work);
}

bool queue_delayed_work(struct workqueue_struct *queue, struct delayed_work *work, unsigned long delay)
{
    if (delayed_work_pending(work) || work->work.cancelling)
        return false;
    if (!delay)
        return queue_work(queue, &work->work);
    work->queue = queue;
    mod_timer(&work->timer, jiffies + delay);
    return true;
}

bool mod_delayed_work(struct workqueue_struct *queue, struct delayed_work *work, unsigned long delay)
{
    bool was_pending = cancel_delayed_work(work);

    queue_delayed_work(queue, work, delay);
    return was_pending;
}

bool flush_delayed_work(struct delayed_work *work)
{
    if (del_timer(&work->timer))
        queue_work(work->queue, &work->work);
    return flush_work(&work->work);
}

bool cancel_delayed_work(struct delayed_work *work)
{
    bool was_waiting = del_timer(&work->timer);

    return cancel_work(&work->work) || was_waiting;
}

bool cancel_delayed_work_sync(struct delayed_work *work)
{
    bool was_waiting;

    work->work.cancelling++;
    was_waiting = del_timer(&work->timer);
    was_waiting |= cancel_work_sync(&work->work);
    work->work.cancelling--;
    return was_waiting;
}

struct workqueue_struct *alloc_workqueue(const char *format, unsigned int flags, int active, ...)
{
    struct workqueue_struct *queue = kzalloc(sizeof *queue, GFP_KERNEL);

    if (!queue)
        return NULL;
    INIT_LIST_HEAD(&queue->pending);
    queue->max_active = active > 0 ? active : USUAL_ACTIVE;
    list_add_tail(&queue->entry, &queues);
    return queue;
}

/* Waits for all that is on the queue, what is added meanwhile included. */
void flush_workqueue(struct workqueue_struct *queue)
{
    might_sleep();
    if (current->worker && current->worker->queue == queue) {
        WARN(true, "a work item waits for its own queue\n");
        return;
    }
    wait_event(work_finished, !queue->active && list_empty(&queue->pending));
}

void destroy_workqueue(struct workqueue_struct *queue)
{
    flush_workqueue(queue);
    list_del(&queue->entry);
    kfree(queue);
}
