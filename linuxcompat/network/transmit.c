// SPDX-License-Identifier: GPL-2.0-only
/* Transmission: from the queue to the driver, and the watch over it. (Linux: net/sched/sch_generic.c,
 * dev_hard_start_xmit in net/core/dev.c)
 *
 * The queue is drained when transmit() is called, and in the NET_TX softirq after the driver
 * woke it. A frame that the driver refuses with NETDEV_TX_BUSY is offered again first.
 */
#include <linux/etherdevice.h>
#include <linux/if_vlan.h>
#include <linux/interrupt.h>
#include <linux/netdevice.h>

#include "device.h"
#include "network.server.h"

#define RETRY_JIFFIES 1

bool slipway_xmit_more;
static struct net_device *resumed;      /* has the softirq drain its queue */

/* The next frame for the driver, or null. */
static struct sk_buff *next_frame(struct net_device *dev)
{
    struct slipway_link *link = dev->link;
    struct sk_buff *skb = link->refused;
    Packet packet;
    u32 offset, length;

    if (skb) {
        link->refused = NULL;
        return skb;
    }
    while (link->transmitted && PacketQueue_get(link->transmitted, &packet, &offset, &length) == OK) {
        skb = skb_of_packet(packet, offset, length);
        if (skb && skb->len >= ETH_HLEN && skb->len <= dev->mtu + VLAN_ETH_HLEN)
            break;
        kfree_skb(skb);                 /* no frame that this device can carry */
        skb = NULL;
        link->tx_dropped++;
    }
    if (skb) {
        skb->dev = dev;
        skb_reset_mac_header(skb);
        skb->network_header = skb->mac_header + ETH_HLEN;
        skb->protocol = eth_hdr(skb)->h_proto;
    }
    return skb;
}

/* Gives the driver a frame. False if it refused. */
static bool give(struct net_device *dev, struct sk_buff *skb)
{
    struct netdev_queue *queue = netdev_get_tx_queue(dev, 0);
    netdev_tx_t answer;

    spin_lock(&queue->_xmit_lock);
    answer = dev->netdev_ops->ndo_start_xmit(skb, dev);
    spin_unlock(&queue->_xmit_lock);
    if (likely(answer < NET_XMIT_MASK))
        return true;                    /* with an error, too, the driver has disposed of it */
    if (answer != NETDEV_TX_BUSY)
        netdev_err(dev, "ndo_start_xmit answered %#x\n", answer);
    dev->link->refused = skb;
    return false;
}

void transmit_run(struct net_device *dev)
{
    struct netdev_queue *queue = netdev_get_tx_queue(dev, 0);
    struct sk_buff *skb;
    bool gave = false;

    if (dev->link->transmitting || !netif_running(dev) || !netif_device_present(dev))
        return;
    dev->link->transmitting = true;
    while (!netif_tx_queue_stopped(queue) && (skb = next_frame(dev))) {
        if (unlikely(!netif_carrier_ok(dev))) {
            kfree_skb(skb);             /* as Linux's noop queue does without a carrier */
            dev->link->tx_dropped++;
        } else if (give(dev, skb)) {
            gave = true;
        } else {
            if (!netif_tx_queue_stopped(queue))
                mod_timer(&dev->link->retry, jiffies + RETRY_JIFFIES);
            break;
        }
    }
    dev->link->transmitting = false;
    if (gave)
        queue->trans_start = jiffies;
}

static void resume(struct softirq_action *action)
{
    if (resumed)
        transmit_run(resumed);
}

void transmit_queue_resume(struct net_device *dev)
{
    struct netdev_queue *queue = netdev_get_tx_queue(dev, 0);

    if (!netif_tx_queue_stopped(queue))
        return;
    netif_tx_start_queue(queue);
    raise_softirq(NET_TX_SOFTIRQ);
}

static void retry(struct timer_list *timer)
{
    if (resumed)
        transmit_run(resumed);
}

/* The transmitter hangs if the driver keeps the queue stopped that long. */
static void watch(struct timer_list *timer)
{
    struct net_device *dev = from_timer(dev, timer, watchdog_timer);
    struct netdev_queue *queue = netdev_get_tx_queue(dev, 0);
    unsigned long now = jiffies;

    spin_lock(&queue->_xmit_lock);
    if (netif_device_present(dev) && netif_running(dev) && netif_carrier_ok(dev)
        && netif_tx_queue_stopped(queue) && time_after(now, queue->trans_start + dev->watchdog_timeo)) {
        netdev_warn(dev, "transmit queue 0 timed out after %lu ms\n", now - queue->trans_start);
        dev->netdev_ops->ndo_tx_timeout(dev, 0);
    }
    spin_unlock(&queue->_xmit_lock);
    if (netif_running(dev))
        mod_timer(&dev->watchdog_timer, round_jiffies(now + dev->watchdog_timeo));
}

void transmit_init(struct net_device *dev)
{
    timer_setup(&dev->watchdog_timer, watch, 0);
    timer_setup(&dev->link->retry, retry, 0);
}

void transmit_start(struct net_device *dev)
{
    open_softirq(NET_TX_SOFTIRQ, resume);
    resumed = dev;
    dev->_tx[0].trans_start = jiffies;
    if (!dev->netdev_ops->ndo_tx_timeout)
        return;
    if (dev->watchdog_timeo <= 0)
        dev->watchdog_timeo = 5 * HZ;
    mod_timer(&dev->watchdog_timer, round_jiffies(jiffies + dev->watchdog_timeo));
}

void transmit_stop(struct net_device *dev)
{
    resumed = NULL;
    del_timer_sync(&dev->watchdog_timer);
    del_timer_sync(&dev->link->retry);
    kfree_skb(dev->link->refused);
    dev->link->refused = NULL;
}
