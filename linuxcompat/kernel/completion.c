// SPDX-License-Identifier: GPL-2.0-only
/* Completions. (Linux: kernel/sched/completion.c) */
#include <linux/completion.h>
#include <linux/kernel.h>

#define DONE_FOR_EVER UINT_MAX

static void take(struct completion *completion)
{
    if (completion->done != DONE_FOR_EVER)
        completion->done--;
}

void complete(struct completion *completion)
{
    if (completion->done != DONE_FOR_EVER)
        completion->done++;
    wake_up_all(&completion->wait);
}

void complete_all(struct completion *completion)
{
    completion->done = DONE_FOR_EVER;
    wake_up_all(&completion->wait);
}

void wait_for_completion(struct completion *completion)
{
    wait_event(completion->wait, completion->done);
    take(completion);
}

unsigned long wait_for_completion_timeout(struct completion *completion, unsigned long timeout)
{
    long left = wait_event_timeout(completion->wait, completion->done, (long)timeout);

    if (left)
        take(completion);
    return left;
}

bool try_wait_for_completion(struct completion *completion)
{
    if (!completion->done)
        return false;
    take(completion);
    return true;
}
