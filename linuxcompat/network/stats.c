// SPDX-License-Identifier: GPL-2.0-only
/* Counters. (Linux: net/core/dev.c, dev_get_stats) */
#include <linux/netdevice.h>

#include "network.server.h"
#include "root.h"

void netdev_stats_to_stats64(struct rtnl_link_stats64 *to, const struct net_device_stats *from)
{
    const size_t number = sizeof *from / sizeof(unsigned long);
    const unsigned long *narrow = (const unsigned long *)from;
    u64 *wide = (u64 *)to;

    /* The same counters in the same order; the wide ones go on. */
    BUILD_BUG_ON(sizeof *to < number * sizeof(u64));
    BUILD_BUG_ON(offsetof(struct rtnl_link_stats64, tx_compressed)
                 != offsetof(struct net_device_stats, tx_compressed) / sizeof(unsigned long) * sizeof(u64));
    memset(to, 0, sizeof *to);
    for (size_t i = 0; i < number; i++)
        wide[i] = narrow[i];
}

struct rtnl_link_stats64 *dev_get_stats(struct net_device *dev, struct rtnl_link_stats64 *stats)
{
    const struct net_device_ops *ops = dev->netdev_ops;

    if (ops->ndo_get_stats64) {
        memset(stats, 0, sizeof *stats);
        ops->ndo_get_stats64(dev, stats);
    } else {
        netdev_stats_to_stats64(stats, ops->ndo_get_stats ? ops->ndo_get_stats(dev) : &dev->stats);
    }
    stats->rx_dropped += dev->link->rx_dropped;
    stats->tx_dropped += dev->link->tx_dropped;
    return stats;
}

status network_device_getCounter(struct network_device *self, u32 index, u32 *low, u32 *high)
{
    struct task_struct task;
    struct rtnl_link_stats64 stats;
    u64 value;

    if (index > (offsetof(struct rtnl_link_stats64, collisions) / sizeof(u64)))
        return E_RANGE;
    if (!network_device_enter(self, &task, "getCounter"))
        return E_GONE;
    dev_get_stats(self->dev, &stats);
    value = (&stats.rx_packets)[index];     /* NetworkDevice counts them in Linux's order */
    *low = lower_32_bits(value);
    *high = upper_32_bits(value);
    activity_leave(&task);
    return OK;
}
