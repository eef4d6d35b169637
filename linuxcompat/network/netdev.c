// SPDX-License-Identifier: GPL-2.0-only
/* A network device's life: offered, opened, closed, withdrawn. (Linux: net/core/dev.c) */
#include <linux/etherdevice.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "device.h"
#include "network.server.h"
#include "root.h"

/* The one device that NetworkDevice answers for; it stays after it is withdrawn. */
static struct network_device root;

struct network_device *network_device_root(void)
{
    return root.dev ? &root : NULL;
}

int network_device_offer(struct net_device *dev)
{
    int error;

    if (root.dev) {
        netdev_err(dev, "the server offers a network device already\n");
        return -EBUSY;
    }
    if (!dev->netdev_ops || !dev->netdev_ops->ndo_start_xmit)
        return -EINVAL;
    rtnl_lock();
    strscpy(dev->name, "eth0", sizeof dev->name);
    dev->ifindex = 1;
    dev->dev.init_name = dev->name;
    error = dev->netdev_ops->ndo_init ? dev->netdev_ops->ndo_init(dev) : 0;
    if (!error) {
        dev->features |= NETIF_F_GSO | NETIF_F_GRO;
        dev->wanted_features = dev->features & dev->hw_features;
        if (dev->addr_assign_type == NET_ADDR_PERM)
            memcpy(dev->perm_addr, dev->dev_addr, dev->addr_len);
        set_bit(__LINK_STATE_PRESENT, &dev->state);
        link_init(dev);
        transmit_init(dev);
        dev->link->offered = true;
        root.dev = dev;
    }
    rtnl_unlock();
    return error > 0 ? -EIO : error;
}

void network_device_withdraw(struct net_device *dev)
{
    if (root.dev != dev)
        return;
    rtnl_lock();
    dev_close(dev);
    dev->link->offered = false;
    cancel_work(&dev->link->changed);
    if (dev->netdev_ops->ndo_uninit)
        dev->netdev_ops->ndo_uninit(dev);
    root.dev = NULL;
    rtnl_unlock();
    cancel_work_sync(&dev->link->changed);
    Runnable_release(dev->link->handler);
    dev->link->handler = NULL;
    network_device_release_queues(dev);
}

static void flush_addresses(struct netdev_hw_addr_list *list)
{
    struct netdev_hw_addr *address, *next;

    list_for_each_entry_safe(address, next, &list->list, list) {
        list_del(&address->list);
        kfree(address);
    }
    list->count = 0;
}

void free_netdev(struct net_device *dev)
{
    struct napi_struct *napi, *next;

    if (!dev)
        return;
    if (WARN_ON(dev->link && dev->link->offered))
        network_device_withdraw(dev);
    if (dev->priv) {                    /* else it was never complete */
        list_for_each_entry_safe(napi, next, &dev->napi_list, dev_list)
            netif_napi_del(napi);
        flush_addresses(&dev->uc);
        flush_addresses(&dev->mc);
    }
    kfree(dev->_tx);
    kfree(dev->link);
    kfree(dev);
}

int dev_open(struct net_device *dev, struct netlink_ext_ack *extack)
{
    const struct net_device_ops *ops = dev->netdev_ops;
    int error = 0;

    ASSERT_RTNL();
    if (dev->flags & IFF_UP)
        return 0;
    if (!netif_device_present(dev))
        return -ENODEV;
    set_bit(__LINK_STATE_START, &dev->state);
    if (ops->ndo_validate_addr)
        error = ops->ndo_validate_addr(dev);
    if (!error && ops->ndo_open)
        error = ops->ndo_open(dev);
    if (error) {
        clear_bit(__LINK_STATE_START, &dev->state);
        return error;
    }
    dev->flags |= IFF_UP;
    dev_set_rx_mode(dev);
    transmit_start(dev);
    return 0;
}

void dev_close(struct net_device *dev)
{
    ASSERT_RTNL();
    if (!(dev->flags & IFF_UP))
        return;
    clear_bit(__LINK_STATE_START, &dev->state);
    transmit_stop(dev);
    if (dev->netdev_ops->ndo_stop)
        dev->netdev_ops->ndo_stop(dev);
    dev->flags &= ~IFF_UP;
}

int dev_set_mtu(struct net_device *dev, int mtu)
{
    int error = 0;

    ASSERT_RTNL();
    if (mtu == (int)dev->mtu)
        return 0;
    if (mtu < (int)dev->min_mtu || mtu > (int)dev->max_mtu)
        return -EINVAL;
    if (!netif_device_present(dev))
        return -ENODEV;
    if (dev->netdev_ops->ndo_change_mtu)
        error = dev->netdev_ops->ndo_change_mtu(dev, mtu);
    else
        dev->mtu = mtu;
    return error;
}

int dev_set_mac_address(struct net_device *dev, struct sockaddr *address, struct netlink_ext_ack *extack)
{
    int error;

    ASSERT_RTNL();
    if (!dev->netdev_ops->ndo_set_mac_address)
        return -EOPNOTSUPP;
    if (!netif_device_present(dev))
        return -ENODEV;
    error = dev->netdev_ops->ndo_set_mac_address(dev, address);
    if (!error)
        dev->addr_assign_type = NET_ADDR_SET;
    return error;
}

void dev_set_rx_mode(struct net_device *dev)
{
    if (!(dev->flags & IFF_UP) || !netif_device_present(dev))
        return;
    netif_addr_lock_bh(dev);
    if (dev->netdev_ops->ndo_set_rx_mode)
        dev->netdev_ops->ndo_set_rx_mode(dev);
    netif_addr_unlock_bh(dev);
}

void netif_device_detach(struct net_device *dev)
{
    if (test_and_clear_bit(__LINK_STATE_PRESENT, &dev->state) && netif_running(dev))
        netif_stop_queue(dev);
}

void netif_device_attach(struct net_device *dev)
{
    if (!test_and_set_bit(__LINK_STATE_PRESENT, &dev->state) && netif_running(dev)) {
        transmit_queue_resume(dev);
        transmit_start(dev);
    }
}
