// SPDX-License-Identifier: GPL-2.0-only
/* NetworkDevice: starting, stopping, sending, addresses, link. What callers pass is checked
 * here, before a driver sees it. */
#include <linux/etherdevice.h>
#include <linux/if_arp.h>
#include <linux/mii.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "network.server.h"
#include "root.h"

void network_device_release_queues(struct net_device *dev)
{
    struct slipway_link *link = dev->link;

    PacketQueue_release(link->received);
    PacketQueue_release(link->transmitted);
    link->received = link->transmitted = NULL;
}

static status start(struct net_device *dev, PacketQueue received, PacketQueue transmitted)
{
    struct slipway_link *link = dev->link;
    int error;

    if (dev->flags & IFF_UP)
        return E_BUSY;
    link->received = PacketQueue_duplicate(received);
    link->transmitted = PacketQueue_duplicate(transmitted);
    error = link->received && link->transmitted ? dev_open(dev, NULL) : E_REFERENCE;
    if (error)
        network_device_release_queues(dev);
    return error > 0 ? E_IO : error;
}

status network_device_start(struct network_device *self, PacketQueue received, PacketQueue transmitted)
{
    struct task_struct task;
    status result;

    if (!network_device_enter(self, &task, "start"))
        return E_GONE;
    rtnl_lock();
    result = self->dev ? start(self->dev, received, transmitted) : E_GONE;
    rtnl_unlock();
    activity_leave(&task);
    return result;
}

status network_device_stop(struct network_device *self)
{
    struct task_struct task;

    if (!network_device_enter(self, &task, "stop"))
        return E_GONE;
    rtnl_lock();
    if (self->dev) {
        dev_close(self->dev);
        network_device_release_queues(self->dev);
    }
    rtnl_unlock();
    activity_leave(&task);
    return OK;
}

void network_device_transmit(struct network_device *self)
{
    struct task_struct task;

    if (!network_device_enter(self, &task, "transmit"))
        return;
    local_bh_disable();
    transmit_run(self->dev);
    local_bh_enable();
    activity_leave(&task);
}

status network_device_getAddress(struct network_device *self, void *address)
{
    if (!self->dev)
        return E_GONE;
    memcpy(address, self->dev->dev_addr, ETH_ALEN);
    return OK;
}

status network_device_setAddress(struct network_device *self, const void *address)
{
    struct task_struct task;
    struct sockaddr wanted = { .sa_family = ARPHRD_ETHER };
    status result = E_GONE;

    memcpy(wanted.sa_data, address, ETH_ALEN);
    if (!is_valid_ether_addr(wanted.sa_data))
        return E_INVAL;
    if (!network_device_enter(self, &task, "setAddress"))
        return E_GONE;
    rtnl_lock();
    if (self->dev)
        result = dev_set_mac_address(self->dev, &wanted, NULL);
    rtnl_unlock();
    activity_leave(&task);
    return result;
}

u32 network_device_getMtu(struct network_device *self)
{
    return self->dev ? self->dev->mtu : 0;
}

status network_device_setMtu(struct network_device *self, u32 mtu)
{
    struct task_struct task;
    status result = E_GONE;

    if (mtu > INT_MAX)
        return E_INVAL;
    if (!network_device_enter(self, &task, "setMtu"))
        return E_GONE;
    rtnl_lock();
    if (self->dev)
        result = dev_set_mtu(self->dev, mtu);
    rtnl_unlock();
    activity_leave(&task);
    return result;
}

static void free_addresses(struct list_head *list)
{
    struct netdev_hw_addr *entry, *next;

    list_for_each_entry_safe(entry, next, list, list)
        kfree(entry);
}

/* Replaces the list of multicast addresses, or leaves it if memory is short. */
static status set_multicast(struct net_device *dev, const u8 *addresses, u32 number)
{
    struct netdev_hw_addr *entry;
    LIST_HEAD(fresh);
    LIST_HEAD(old);

    for (u32 i = 0; i < number; i++) {
        entry = kzalloc(sizeof *entry, GFP_KERNEL);
        if (!entry) {
            free_addresses(&fresh);
            return E_NOMEM;
        }
        memcpy(entry->addr, addresses + i * ETH_ALEN, ETH_ALEN);
        list_add_tail(&entry->list, &fresh);
    }
    list_splice_init(&dev->mc.list, &old);
    list_splice(&fresh, &dev->mc.list);
    dev->mc.count = number;
    free_addresses(&old);
    return OK;
}

static void set_flag(struct net_device *dev, unsigned int flag, bool on)
{
    dev->flags = on ? dev->flags | flag : dev->flags & ~flag;
}

status network_device_setFilter(struct network_device *self, u32 promiscuous, u32 all_multicast,
                                const void *addresses, u32 size)
{
    struct task_struct task;
    status result;

    if (promiscuous > 1 || all_multicast > 1 || size % ETH_ALEN)
        return E_INVAL;
    for (u32 i = 0; i < size; i += ETH_ALEN)
        if (!(((const u8 *)addresses)[i] & 1))
            return E_INVAL;             /* no group address */
    if (!network_device_enter(self, &task, "setFilter"))
        return E_GONE;
    rtnl_lock();
    result = self->dev ? set_multicast(self->dev, addresses, size / ETH_ALEN) : E_GONE;
    if (result == OK) {
        set_flag(self->dev, IFF_PROMISC, promiscuous);
        set_flag(self->dev, IFF_ALLMULTI, all_multicast);
        dev_set_rx_mode(self->dev);
    }
    rtnl_unlock();
    activity_leave(&task);
    return result;
}

u32 network_device_getLink(struct network_device *self)
{
    return self->dev && netif_carrier_ok(self->dev);
}

status network_device_setLinkHandler(struct network_device *self, Runnable handler)
{
    Runnable held = Runnable_duplicate(handler);
    Runnable old;

    if (!self->dev || (handler && !held)) {
        Runnable_release(held);
        return self->dev ? E_REFERENCE : E_GONE;
    }
    old = self->dev->link->handler;
    self->dev->link->handler = held;
    Runnable_release(old);
    return OK;
}

/* As the ioctl SIOCGMIIREG. */
static status read_phy(struct net_device *dev, u32 phy, u32 number, u32 *value)
{
    struct ifreq request = { 0 };
    struct mii_ioctl_data *data = if_mii(&request);
    int error;

    if (!dev->netdev_ops->ndo_eth_ioctl)
        return E_NOTSUP;
    if (!netif_device_present(dev))
        return E_NODEV;
    strscpy(request.ifr_name, dev->name, sizeof request.ifr_name);
    data->phy_id = phy;
    data->reg_num = number;
    error = dev->netdev_ops->ndo_eth_ioctl(dev, &request, SIOCGMIIREG);
    if (error)
        return error < 0 ? error : E_IO;
    *value = data->val_out;
    return OK;
}

status network_device_readPhy(struct network_device *self, u32 phy, u32 number, u32 *value)
{
    struct task_struct task;
    status result;

    if (phy > 0xffff || number > 0x1f)
        return E_RANGE;
    if (!network_device_enter(self, &task, "readPhy"))
        return E_GONE;
    rtnl_lock();
    result = self->dev ? read_phy(self->dev, phy, number, value) : E_GONE;
    rtnl_unlock();
    activity_leave(&task);
    return result;
}
