/* SPDX-License-Identifier: GPL-2.0-only */
/* Completions. (Linux: include/linux/completion.h) */
#ifndef SLIPWAY_LINUX_COMPLETION_H
#define SLIPWAY_LINUX_COMPLETION_H

#include <linux/wait.h>

struct completion {
    unsigned int done;          /* how often complete() was called and not waited for */
    wait_queue_head_t wait;
};

#define COMPLETION_INITIALIZER(name) { 0, __WAIT_QUEUE_HEAD_INITIALIZER((name).wait) }
#define DECLARE_COMPLETION(name) struct completion name = COMPLETION_INITIALIZER(name)
#define DECLARE_COMPLETION_ONSTACK(name) DECLARE_COMPLETION(name)

static inline void init_completion(struct completion *completion)
{
    completion->done = 0;
    init_waitqueue_head(&completion->wait);
}

static inline void reinit_completion(struct completion *completion)
{
    completion->done = 0;
}

void complete(struct completion *completion);
void complete_all(struct completion *completion);
void wait_for_completion(struct completion *completion);
/* Jiffies that were left (at least 1), or 0 if it timed out. */
unsigned long wait_for_completion_timeout(struct completion *completion, unsigned long timeout);
/* True if there was something to wait for, and it is taken. */
bool try_wait_for_completion(struct completion *completion);
#define completion_done(completion) ((completion)->done != 0)

#endif
