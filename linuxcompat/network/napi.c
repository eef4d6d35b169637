// SPDX-License-Identifier: GPL-2.0-only
/* NAPI. (Linux: net/core/dev.c)
 *
 * NAPI_STATE_SCHED belongs to whoever set it: the poll list and the poll until
 * napi_complete_done(), or napi_disable() until napi_enable().
 */
#include <linux/interrupt.h>
#include <linux/netdevice.h>

/* Of one run of the softirq; its time is limited in kernel/softirq.c. */
#define BUDGET 300

static LIST_HEAD(poll_list);

bool napi_schedule_prep(struct napi_struct *napi)
{
    if (napi_disable_pending(napi))
        return false;
    if (!test_and_set_bit(NAPI_STATE_SCHED, &napi->state))
        return true;
    set_bit(NAPI_STATE_MISSED, &napi->state);
    return false;
}

void __napi_schedule(struct napi_struct *napi)
{
    list_add_tail(&napi->poll_list, &poll_list);
    raise_softirq(NET_RX_SOFTIRQ);
}

bool napi_complete_done(struct napi_struct *napi, int work_done)
{
    WARN_ON_ONCE(!test_bit(NAPI_STATE_SCHED, &napi->state));
    list_del_init(&napi->poll_list);
    if (test_and_clear_bit(NAPI_STATE_MISSED, &napi->state)) {
        __napi_schedule(napi);
        return false;
    }
    clear_bit(NAPI_STATE_SCHED, &napi->state);
    return true;
}

/* Polls once. Returns the work done; `*again`: it used its whole weight. */
static int poll(struct napi_struct *napi, bool *again)
{
    const int weight = napi->weight;
    int work;

    *again = false;
    if (!test_bit(NAPI_STATE_SCHED, &napi->state))
        return 0;
    work = napi->poll(napi, weight);
    if (unlikely(work > weight))
        netdev_err(napi->dev, "a poll did %d of %d\n", work, weight);
    if (likely(work < weight))
        return work;
    if (unlikely(napi_disable_pending(napi)))
        napi_complete(napi);
    else if (unlikely(!list_empty(&napi->poll_list)))
        netdev_warn(napi->dev, "a poll scheduled itself after its whole budget\n");
    else
        *again = true;
    return work;
}

static void run_polls(struct softirq_action *action)
{
    int budget = BUDGET;
    struct napi_struct *napi;
    bool again;
    LIST_HEAD(now);
    LIST_HEAD(later);

    list_splice_init(&poll_list, &now);
    while (!list_empty(&now) && budget > 0) {
        napi = list_first_entry(&now, struct napi_struct, poll_list);
        list_del_init(&napi->poll_list);
        budget -= poll(napi, &again);
        if (again)
            list_add_tail(&napi->poll_list, &later);
    }
    /* What was not polled comes first next time, then what was scheduled, then what did much. */
    list_splice_tail(&later, &poll_list);
    list_splice(&now, &poll_list);
    if (!list_empty(&poll_list))
        __raise_softirq_irqoff(NET_RX_SOFTIRQ);
}

void netif_napi_add_weight(struct net_device *dev, struct napi_struct *napi,
                           int (*poll)(struct napi_struct *napi, int budget), int weight)
{
    if (WARN_ON(test_and_set_bit(NAPI_STATE_LISTED, &napi->state)))
        return;
    open_softirq(NET_RX_SOFTIRQ, run_polls);
    INIT_LIST_HEAD(&napi->poll_list);
    napi->poll = poll;
    napi->weight = clamp(weight, 1, NAPI_POLL_WEIGHT);
    napi->dev = dev;
    set_bit(NAPI_STATE_SCHED, &napi->state);
    list_add(&napi->dev_list, &dev->napi_list);
}

void netif_napi_del(struct napi_struct *napi)
{
    if (!test_and_clear_bit(NAPI_STATE_LISTED, &napi->state))
        return;
    WARN_ON(!list_empty(&napi->poll_list));
    list_del_init(&napi->poll_list);
    list_del(&napi->dev_list);
}

void napi_disable(struct napi_struct *napi)
{
    might_sleep();
    set_bit(NAPI_STATE_DISABLE, &napi->state);
    while (test_and_set_bit(NAPI_STATE_SCHED, &napi->state))
        msleep(1);
    clear_bit(NAPI_STATE_DISABLE, &napi->state);
}

void napi_enable(struct napi_struct *napi)
{
    BUG_ON(!test_bit(NAPI_STATE_SCHED, &napi->state) || !list_empty(&napi->poll_list));
    clear_bit(NAPI_STATE_SCHED, &napi->state);
    clear_bit(NAPI_STATE_MISSED, &napi->state);
}
