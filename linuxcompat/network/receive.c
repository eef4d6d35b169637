// SPDX-License-Identifier: GPL-2.0-only
/* Reception: from the driver to the queue that the layer above drains. */
#include <linux/netdevice.h>

#include "device.h"
#include "network.server.h"

int received_queue_put(struct sk_buff *skb)
{
    struct slipway_link *link = skb->dev->link;
    Packet packet = NULL;
    u32 offset, length;

    if (likely(link->received))
        packet = skb_to_packet(skb, &offset, &length);
    else
        kfree_skb(skb);                 /* not started */
    if (likely(packet) && likely(PacketQueue_put(link->received, packet, offset, length) == OK))
        return NET_RX_SUCCESS;
    link->rx_dropped++;
    return NET_RX_DROP;
}
