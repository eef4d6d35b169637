/* SPDX-License-Identifier: GPL-2.0-only */
/* Wait queues. (Linux: include/linux/wait.h) */
#ifndef SLIPWAY_LINUX_WAIT_H
#define SLIPWAY_LINUX_WAIT_H

#include <linux/list.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

typedef struct wait_queue_head {
    struct list_head head;
} wait_queue_head_t;

typedef struct wait_queue_entry {
    struct task_struct *private;
    struct list_head entry;
} wait_queue_entry_t;

#define __WAIT_QUEUE_HEAD_INITIALIZER(name) { .head = LIST_HEAD_INIT((name).head) }
#define DECLARE_WAIT_QUEUE_HEAD(name) wait_queue_head_t name = __WAIT_QUEUE_HEAD_INITIALIZER(name)
#define DEFINE_WAIT(name) \
    wait_queue_entry_t name = { .private = current, .entry = LIST_HEAD_INIT((name).entry) }
#define DECLARE_WAITQUEUE(name, task) \
    wait_queue_entry_t name = { .private = (task), .entry = LIST_HEAD_INIT((name).entry) }

static inline void init_waitqueue_head(wait_queue_head_t *queue)
{
    INIT_LIST_HEAD(&queue->head);
}

static inline int waitqueue_active(wait_queue_head_t *queue)
{
    return !list_empty(&queue->head);
}

void add_wait_queue(wait_queue_head_t *queue, wait_queue_entry_t *entry);
void remove_wait_queue(wait_queue_head_t *queue, wait_queue_entry_t *entry);
/* Puts `entry` on the queue, unless it is there, and sets the task's state. */
void prepare_to_wait(wait_queue_head_t *queue, wait_queue_entry_t *entry, int state);
void finish_wait(wait_queue_head_t *queue, wait_queue_entry_t *entry);
/* Wakes all tasks on the queue. May be called in any context. */
void wake_up_all(wait_queue_head_t *queue);

/* Wakers that wake one are allowed to wake more: every waiter tests its condition. */
#define wake_up(queue)                  wake_up_all(queue)
#define wake_up_interruptible(queue)    wake_up_all(queue)
#define wake_up_interruptible_all(queue) wake_up_all(queue)

#define wait_event(queue, condition) do { \
    might_sleep(); \
    DEFINE_WAIT(entry_); \
    for (;;) { \
        prepare_to_wait(&(queue), &entry_, TASK_UNINTERRUPTIBLE); \
        if (condition) \
            break; \
        schedule(); \
    } \
    finish_wait(&(queue), &entry_); \
} while (0)
#define wait_event_interruptible(queue, condition) ({ wait_event(queue, condition); 0; })

/* Jiffies that were left (at least 1), or 0 if the condition is still false. */
#define wait_event_timeout(queue, condition, timeout) ({ \
    long left_ = (timeout); \
    might_sleep(); \
    DEFINE_WAIT(entry_); \
    for (;;) { \
        prepare_to_wait(&(queue), &entry_, TASK_UNINTERRUPTIBLE); \
        if (condition) { \
            left_ = left_ ? left_ : 1; \
            break; \
        } \
        if (!left_) \
            break; \
        left_ = schedule_timeout(left_); \
    } \
    finish_wait(&(queue), &entry_); \
    left_; })
#define wait_event_interruptible_timeout wait_event_timeout

#endif
