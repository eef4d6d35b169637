/* SPDX-License-Identifier: GPL-2.0-only */
/* NAPI: polling for received frames. (Part of Linux's include/linux/netdevice.h) */
#ifndef SLIPWAY_LINUX_NETDEV_NAPI_H
#define SLIPWAY_LINUX_NETDEV_NAPI_H

#include <linux/bitops.h>
#include <linux/list.h>
#include <linux/types.h>

struct net_device;
struct napi_struct;

#define NAPI_POLL_WEIGHT 64

enum {
    NAPI_STATE_SCHED,           /* on the poll list, being polled, or disabled */
    NAPI_STATE_MISSED,          /* scheduled again meanwhile */
    NAPI_STATE_DISABLE,         /* napi_disable() waits */
    NAPI_STATE_LISTED,          /* added to its device */
};

struct napi_struct {
    struct list_head poll_list;
    unsigned long state;
    int weight;
    int (*poll)(struct napi_struct *napi, int budget);
    struct net_device *dev;
    struct list_head dev_list;
};

/* Disabled until napi_enable(). */
void netif_napi_add_weight(struct net_device *dev, struct napi_struct *napi,
                           int (*poll)(struct napi_struct *napi, int budget), int weight);
void netif_napi_del(struct napi_struct *napi);

static inline void netif_napi_add(struct net_device *dev, struct napi_struct *napi,
                                  int (*poll)(struct napi_struct *napi, int budget))
{
    netif_napi_add_weight(dev, napi, poll, NAPI_POLL_WEIGHT);
}

/* Whether the caller is to call __napi_schedule(): not if it is scheduled or disabled. */
bool napi_schedule_prep(struct napi_struct *napi);
void __napi_schedule(struct napi_struct *napi);
#define __napi_schedule_irqoff(napi) __napi_schedule(napi)

static inline bool napi_schedule(struct napi_struct *napi)
{
    if (!napi_schedule_prep(napi))
        return false;
    __napi_schedule(napi);
    return true;
}

#define napi_schedule_irqoff(napi) napi_schedule(napi)

/* The poll is done and did less than its budget. False if it was scheduled meanwhile: it will
 * be polled again, and interrupts are to stay off. */
bool napi_complete_done(struct napi_struct *napi, int work_done);

static inline bool napi_complete(struct napi_struct *napi)
{
    return napi_complete_done(napi, 0);
}

/* Waits until it is not scheduled, and keeps it so. Sleeps. */
void napi_disable(struct napi_struct *napi);
/* Undoes it; BUG if it is not disabled. */
void napi_enable(struct napi_struct *napi);
#define napi_synchronize(napi) might_sleep()

static inline bool napi_disable_pending(struct napi_struct *napi)
{
    return test_bit(NAPI_STATE_DISABLE, &napi->state);
}

#endif
