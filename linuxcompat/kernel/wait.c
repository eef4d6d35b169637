// SPDX-License-Identifier: GPL-2.0-only
/* Wait queues. (Linux: kernel/sched/wait.c) */
#include <linux/wait.h>

void add_wait_queue(wait_queue_head_t *queue, wait_queue_entry_t *entry)
{
    list_add_tail(&entry->entry, &queue->head);
}

void remove_wait_queue(wait_queue_head_t *queue, wait_queue_entry_t *entry)
{
    list_del_init(&entry->entry);
}

void prepare_to_wait(wait_queue_head_t *queue, wait_queue_entry_t *entry, int state)
{
    if (list_empty(&entry->entry))
        add_wait_queue(queue, entry);
    set_current_state(state);
}

void finish_wait(wait_queue_head_t *queue, wait_queue_entry_t *entry)
{
    set_current_state(TASK_RUNNING);
    remove_wait_queue(queue, entry);
}

/* Sleepers take themselves off, when they run again. */
void wake_up_all(wait_queue_head_t *queue)
{
    wait_queue_entry_t *entry;

    list_for_each_entry(entry, &queue->head, entry)
        wake_up_process(entry->private);
}
