/* SPDX-License-Identifier: GPL-2.0-only */
/* Network devices. (Linux: include/linux/netdevice.h)
 *
 * The functions of NetworkDevice (net/network_device.c) call net_device_ops and ethtool_ops; what
 * leaves the server is in slipway/network.h. */
#ifndef SLIPWAY_LINUX_NETDEVICE_H
#define SLIPWAY_LINUX_NETDEVICE_H

#include <linux/bitops.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/ethtool.h>
#include <linux/if_link.h>
#include <linux/interrupt.h>
#include <linux/netdev_features.h>
#include <linux/rcupdate.h>
#include <linux/skbuff.h>
#include <linux/socket.h>
#include <linux/timer.h>
#include <linux/u64_stats_sync.h>
#include <linux/workqueue.h>
#include <uapi/linux/if.h>
#include <uapi/linux/if_ether.h>
#include <uapi/linux/if_packet.h>
#include <linux/netdev_message.h>
#include <linux/netdev_napi.h>
#include <slipway/network.h>

/* An answer of ndo_start_xmit below it says that the frame was disposed of. */
#define NET_XMIT_MASK   0x0f

typedef enum netdev_tx {
    __NETDEV_TX_MIN = INT_MIN,      /* drivers answer errors, too */
    NETDEV_TX_OK = 0x00,
    NETDEV_TX_BUSY = 0x10
} netdev_tx_t;

#define NET_RX_SUCCESS  0
#define NET_RX_DROP     1
#define MAX_ADDR_LEN    32
#define NETDEV_ALIGN    32
#define NETDEV_UP       1
#define NET_ADDR_PERM   0
#define NET_ADDR_RANDOM 1
#define NET_ADDR_SET    3

struct net_device_stats {
    unsigned long rx_packets, tx_packets, rx_bytes, tx_bytes;
    unsigned long rx_errors, tx_errors, rx_dropped, tx_dropped;
    unsigned long multicast, collisions;
    unsigned long rx_length_errors, rx_over_errors, rx_crc_errors, rx_frame_errors;
    unsigned long rx_fifo_errors, rx_missed_errors;
    unsigned long tx_aborted_errors, tx_carrier_errors, tx_fifo_errors;
    unsigned long tx_heartbeat_errors, tx_window_errors;
    unsigned long rx_compressed, tx_compressed;
};

struct netdev_hw_addr {
    struct list_head list;
    unsigned char addr[MAX_ADDR_LEN];
};

struct netdev_hw_addr_list {
    struct list_head list;
    int count;
};

#define netdev_hw_addr_list_count(l)        ((l)->count)
#define netdev_hw_addr_list_empty(l)        (netdev_hw_addr_list_count(l) == 0)
#define netdev_hw_addr_list_for_each(ha, l) list_for_each_entry(ha, &(l)->list, list)
#define netdev_uc_count(device)             netdev_hw_addr_list_count(&(device)->uc)
#define netdev_uc_empty(device)             netdev_hw_addr_list_empty(&(device)->uc)
#define netdev_for_each_uc_addr(ha, device) netdev_hw_addr_list_for_each(ha, &(device)->uc)
#define netdev_mc_count(device)             netdev_hw_addr_list_count(&(device)->mc)
#define netdev_mc_empty(device)             netdev_hw_addr_list_empty(&(device)->mc)
#define netdev_for_each_mc_addr(ha, device) netdev_hw_addr_list_for_each(ha, &(device)->mc)
#define for_each_dev_addr(device, ha)       netdev_hw_addr_list_for_each(ha, &(device)->dev_addrs)

enum netdev_state_t {
    __LINK_STATE_START,         /* ndo_open was called */
    __LINK_STATE_PRESENT,       /* not detached */
    __LINK_STATE_NOCARRIER,
    __LINK_STATE_LINKWATCH_PENDING,
    __LINK_STATE_DORMANT,
};

enum netdev_queue_state_t {
    __QUEUE_STATE_DRV_XOFF,     /* the driver stopped it */
};

/* A transmit queue as the driver sees it. Frames come from queue 0's PacketQueue. */
struct netdev_queue {
    struct net_device *dev;
    unsigned long state;
    unsigned long trans_start;  /* when the last frame was given to the driver, in jiffies */
    spinlock_t _xmit_lock;
};

struct ifreq;
struct netlink_ext_ack;

/* What a driver provides. NetworkDevice has no function that changes features, so that
 * ndo_fix_features and ndo_set_features are not called. */
struct net_device_ops {
    int (*ndo_init)(struct net_device *dev);
    void (*ndo_uninit)(struct net_device *dev);
    int (*ndo_open)(struct net_device *dev);
    int (*ndo_stop)(struct net_device *dev);
    netdev_tx_t (*ndo_start_xmit)(struct sk_buff *skb, struct net_device *dev);
    netdev_features_t (*ndo_features_check)(struct sk_buff *skb, struct net_device *dev,
                                            netdev_features_t features);
    void (*ndo_set_rx_mode)(struct net_device *dev);
    int (*ndo_set_mac_address)(struct net_device *dev, void *address);
    int (*ndo_validate_addr)(struct net_device *dev);
    int (*ndo_eth_ioctl)(struct net_device *dev, struct ifreq *request, int command);
    int (*ndo_change_mtu)(struct net_device *dev, int mtu);
    void (*ndo_tx_timeout)(struct net_device *dev, unsigned int queue);
    void (*ndo_get_stats64)(struct net_device *dev, struct rtnl_link_stats64 *stats);
    struct net_device_stats *(*ndo_get_stats)(struct net_device *dev);
    netdev_features_t (*ndo_fix_features)(struct net_device *dev, netdev_features_t features);
    int (*ndo_set_features)(struct net_device *dev, netdev_features_t features);
};

struct slipway_link;

struct net_device {
    char name[IFNAMSIZ];
    unsigned long mem_end, mem_start, base_addr;
    int irq;
    unsigned long state;                        /* enum netdev_state_t */
    netdev_features_t features, hw_features, wanted_features, vlan_features, hw_enc_features;
    int ifindex;
    unsigned int flags;                         /* IFF_ */
    unsigned int priv_flags;
    unsigned char if_port, dma;
    unsigned int mtu, min_mtu, max_mtu;
    unsigned short type, hard_header_len;
    unsigned char min_header_len;
    unsigned short needed_headroom, needed_tailroom;
    unsigned char addr_len, addr_assign_type;
    unsigned char perm_addr[MAX_ADDR_LEN];
    unsigned char broadcast[MAX_ADDR_LEN];
    unsigned short dev_id, dev_port;
    const unsigned char *dev_addr;              /* written by dev_addr_set() and kin only */
    struct netdev_hw_addr_list dev_addrs;       /* the station address, and no other */
    struct netdev_hw_addr dev_address;
    spinlock_t addr_list_lock;                  /* held while ndo_set_rx_mode runs */
    struct netdev_hw_addr_list uc, mc;
    const struct net_device_ops *netdev_ops;
    const struct ethtool_ops *ethtool_ops;
    struct net_device_stats stats;
    struct list_head napi_list;
    struct netdev_queue *_tx;
    unsigned int num_tx_queues, real_num_tx_queues, num_rx_queues, real_num_rx_queues;
    unsigned int tx_queue_len;
    int watchdog_timeo;                         /* in jiffies */
    struct timer_list watchdog_timer;
    struct device dev;
    void *ml_priv;
    unsigned int gso_max_size;
    void *phydev;
    unsigned int wol_enabled : 1;
    struct slipway_link *link;                  /* its queues and listeners: net/link.h */
    void *priv;
};

#define to_net_dev(pointer) container_of(pointer, struct net_device, dev)

static inline void *netdev_priv(const struct net_device *dev)
{
    return dev->priv;
}

#define SET_NETDEV_DEV(net, parent_device)      ((net)->dev.parent = (parent_device))
#define SET_NETDEV_DEVTYPE(net, type)           ((void)(net), (void)(type))

struct net_device *alloc_etherdev_mqs(int size, unsigned int tx_queues, unsigned int rx_queues);
void free_netdev(struct net_device *dev);

static inline const char *netdev_name(const struct net_device *dev)
{
    return dev->name[0] && !strchr(dev->name, '%') ? dev->name : "(unnamed net_device)";
}

static inline bool netif_running(const struct net_device *dev)
{
    return test_bit(__LINK_STATE_START, &dev->state);
}

static inline bool netif_device_present(const struct net_device *dev)
{
    return test_bit(__LINK_STATE_PRESENT, &dev->state);
}

void netif_device_detach(struct net_device *dev);
void netif_device_attach(struct net_device *dev);

static inline bool netif_carrier_ok(const struct net_device *dev)
{
    return !test_bit(__LINK_STATE_NOCARRIER, &dev->state);
}

/* The link is up, or down; the link handler learns it on a thread of the server. */
void netif_carrier_on(struct net_device *dev);
void netif_carrier_off(struct net_device *dev);

static inline struct netdev_queue *netdev_get_tx_queue(const struct net_device *dev, unsigned int index)
{
    return &dev->_tx[index];
}

static inline struct netdev_queue *skb_get_tx_queue(const struct net_device *dev, const struct sk_buff *skb)
{
    return netdev_get_tx_queue(dev, skb->queue_mapping);
}

static inline void netif_tx_start_queue(struct netdev_queue *queue)
{
    clear_bit(__QUEUE_STATE_DRV_XOFF, &queue->state);
}

static inline void netif_tx_stop_queue(struct netdev_queue *queue)
{
    set_bit(__QUEUE_STATE_DRV_XOFF, &queue->state);
}

static inline bool netif_tx_queue_stopped(const struct netdev_queue *queue)
{
    return test_bit(__QUEUE_STATE_DRV_XOFF, &queue->state);
}

#define netif_xmit_stopped(queue) netif_tx_queue_stopped(queue)

static inline void netif_start_queue(struct net_device *dev)
{
    netif_tx_start_queue(netdev_get_tx_queue(dev, 0));
}

static inline void netif_stop_queue(struct net_device *dev)
{
    netif_tx_stop_queue(netdev_get_tx_queue(dev, 0));
}

static inline bool netif_queue_stopped(const struct net_device *dev)
{
    return netif_tx_queue_stopped(netdev_get_tx_queue(dev, 0));
}

/* Linux's lock around ndo_start_xmit; the transmit path holds it. */
static inline void __netif_tx_lock_bh(struct netdev_queue *queue)
{
    spin_lock_bh(&queue->_xmit_lock);
}

static inline void __netif_tx_unlock_bh(struct netdev_queue *queue)
{
    spin_unlock_bh(&queue->_xmit_lock);
}

#define netif_tx_lock(dev)          spin_lock(&(dev)->_tx[0]._xmit_lock)
#define netif_tx_unlock(dev)        spin_unlock(&(dev)->_tx[0]._xmit_lock)
#define netif_tx_lock_bh(dev)       __netif_tx_lock_bh(&(dev)->_tx[0])
#define netif_tx_unlock_bh(dev)     __netif_tx_unlock_bh(&(dev)->_tx[0])
#define netif_addr_lock(dev)        spin_lock(&(dev)->addr_list_lock)
#define netif_addr_unlock(dev)      spin_unlock(&(dev)->addr_list_lock)
#define netif_addr_lock_bh(dev)     spin_lock_bh(&(dev)->addr_list_lock)
#define netif_addr_unlock_bh(dev)   spin_unlock_bh(&(dev)->addr_list_lock)

static inline void netif_tx_disable(struct net_device *dev)
{
    netif_tx_lock_bh(dev);
    netif_stop_queue(dev);
    netif_tx_unlock_bh(dev);
}

/* The queue made progress: the watchdog starts anew. */
static inline void netif_trans_update(struct net_device *dev)
{
    dev->_tx[0].trans_start = jiffies;
}

static inline void txq_trans_cond_update(struct netdev_queue *queue)
{
    queue->trans_start = jiffies;
}

static inline bool netdev_xmit_more(void)
{
    extern bool slipway_xmit_more;

    return slipway_xmit_more;
}

/* Byte queue limits are not applied: the PacketQueue bounds what waits. */
static inline void netdev_sent_queue(struct net_device *dev, unsigned int bytes)
{
}

static inline void netdev_completed_queue(struct net_device *dev, unsigned int packets, unsigned int bytes)
{
}

static inline void netdev_reset_queue(struct net_device *dev)
{
}

/* The station address, which only these write. */
static inline void __dev_addr_set(struct net_device *dev, const void *address, size_t size)
{
    memcpy(dev->dev_address.addr, address, size);
}

static inline void dev_addr_set(struct net_device *dev, const void *address)
{
    __dev_addr_set(dev, address, dev->addr_len);
}

static inline void dev_addr_mod(struct net_device *dev, unsigned int offset, const void *address, size_t size)
{
    memcpy(&dev->dev_address.addr[offset], address, size);
}

void netdev_stats_to_stats64(struct rtnl_link_stats64 *to, const struct net_device_stats *from);
/* The counters from wherever the driver keeps them. Returns `stats`. */
struct rtnl_link_stats64 *dev_get_stats(struct net_device *dev, struct rtnl_link_stats64 *stats);

/* Bring the device up and down; rtnl_lock() is held. */
int dev_open(struct net_device *dev, struct netlink_ext_ack *extack);
void dev_close(struct net_device *dev);
int dev_set_mtu(struct net_device *dev, int mtu);
int dev_set_mac_address(struct net_device *dev, struct sockaddr *address, struct netlink_ext_ack *extack);
/* Tells the driver which addresses to receive; addr_list_lock is held by _locked. */
void dev_set_rx_mode(struct net_device *dev);

#endif
