// SPDX-License-Identifier: GPL-2.0-only
/* Ethernet's part of a device. (Linux: net/ethernet/eth.c) */
#include <linux/etherdevice.h>
#include <linux/if_arp.h>
#include <linux/netdevice.h>
#include <linux/slab.h>

#include "device.h"

struct net_device *alloc_etherdev_mqs(int size, unsigned int tx_queues, unsigned int rx_queues)
{
    const size_t start = ALIGN(sizeof(struct net_device), NETDEV_ALIGN);
    struct net_device *dev;

    if (size < 0 || !tx_queues || !rx_queues)
        return NULL;
    dev = kzalloc(start + size, GFP_KERNEL);
    if (!dev)
        return NULL;
    dev->_tx = kcalloc(tx_queues, sizeof *dev->_tx, GFP_KERNEL);
    dev->link = kzalloc(sizeof *dev->link, GFP_KERNEL);
    if (!dev->_tx || !dev->link) {
        free_netdev(dev);
        return NULL;
    }
    dev->priv = (char *)dev + start;
    for (unsigned int queue = 0; queue < tx_queues; queue++)
        dev->_tx[queue].dev = dev;
    dev->num_tx_queues = dev->real_num_tx_queues = tx_queues;
    dev->num_rx_queues = dev->real_num_rx_queues = rx_queues;
    strscpy(dev->name, "eth%d", sizeof dev->name);
    dev->type = ARPHRD_ETHER;
    dev->hard_header_len = dev->min_header_len = ETH_HLEN;
    dev->mtu = dev->max_mtu = ETH_DATA_LEN;
    dev->min_mtu = ETH_MIN_MTU;
    dev->addr_len = ETH_ALEN;
    dev->tx_queue_len = 1000;
    dev->flags = IFF_BROADCAST | IFF_MULTICAST;
    eth_broadcast_addr(dev->broadcast);
    dev->gso_max_size = 65536;
    dev->dev_addr = dev->dev_address.addr;
    INIT_LIST_HEAD(&dev->dev_addrs.list);
    INIT_LIST_HEAD(&dev->uc.list);
    INIT_LIST_HEAD(&dev->mc.list);
    INIT_LIST_HEAD(&dev->napi_list);
    list_add(&dev->dev_address.list, &dev->dev_addrs.list);
    dev->dev_addrs.count = 1;
    return dev;
}

__be16 eth_type_trans(struct sk_buff *skb, struct net_device *dev)
{
    const struct ethhdr *header = (const struct ethhdr *)skb->data;

    skb->dev = dev;
    skb_reset_mac_header(skb);
    skb_pull_inline(skb, ETH_HLEN);
    eth_skb_pkt_type(skb, dev);
    if (likely(eth_proto_is_802_3(header->h_proto)))
        return header->h_proto;
    /* Novell's raw 802.3 has no LLC header, and begins with an empty checksum. */
    if (skb->len >= 2 && get_unaligned((const u16 *)skb->data) == 0xffff)
        return htons(ETH_P_802_3);
    return htons(ETH_P_802_2);
}

int eth_validate_addr(struct net_device *dev)
{
    return is_valid_ether_addr(dev->dev_addr) ? 0 : -EADDRNOTAVAIL;
}

int eth_prepare_mac_addr_change(struct net_device *dev, void *address)
{
    const struct sockaddr *wanted = address;

    if (netif_running(dev))
        return -EBUSY;
    return is_valid_ether_addr(wanted->sa_data) ? 0 : -EADDRNOTAVAIL;
}

void eth_commit_mac_addr_change(struct net_device *dev, void *address)
{
    const struct sockaddr *wanted = address;

    eth_hw_addr_set(dev, wanted->sa_data);
}

int eth_mac_addr(struct net_device *dev, void *address)
{
    int error = eth_prepare_mac_addr_change(dev, address);

    if (!error)
        eth_commit_mac_addr_change(dev, address);
    return error;
}
