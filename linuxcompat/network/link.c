// SPDX-License-Identifier: GPL-2.0-only
/* The carrier, and telling of its changes. (Linux: net/sched/sch_generic.c, net/core/link_watch.c)
 *
 * A driver learns of its carrier in an interrupt, with locks held; the link handler is
 * another server, which may call back. So it is called by a work item.
 */
#include <linux/netdevice.h>

#include "device.h"
#include "network.server.h"

static void tell(struct work_struct *work)
{
    struct slipway_link *link = container_of(work, struct slipway_link, changed);
    Runnable handler = link->offered ? Runnable_duplicate(link->handler) : NULL;

    if (!handler)
        return;
    Runnable_run(handler);              /* it may replace link->handler */
    Runnable_release(handler);
}

void link_init(struct net_device *dev)
{
    INIT_WORK(&dev->link->changed, tell);
}

static void changed(struct net_device *dev)
{
    if (dev->link->offered && dev->link->handler)
        schedule_work(&dev->link->changed);
}

void netif_carrier_on(struct net_device *dev)
{
    if (!test_and_clear_bit(__LINK_STATE_NOCARRIER, &dev->state))
        return;
    dev->_tx[0].trans_start = jiffies;
    changed(dev);
}

void netif_carrier_off(struct net_device *dev)
{
    if (!test_and_set_bit(__LINK_STATE_NOCARRIER, &dev->state))
        changed(dev);
}
