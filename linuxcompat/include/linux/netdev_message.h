/* SPDX-License-Identifier: GPL-2.0-only */
/* Messages that name a network device. (Part of Linux's include/linux/netdevice.h) */
#ifndef SLIPWAY_LINUX_NETDEV_MESSAGE_H
#define SLIPWAY_LINUX_NETDEV_MESSAGE_H

#include <linux/printk.h>

struct net_device;

/* "driver address name: " and the message. */
void netdev_printk(const char *level, const struct net_device *dev, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#define netdev_emerg(dev, format, args...)  netdev_printk(KERN_EMERG, dev, format, ##args)
#define netdev_alert(dev, format, args...)  netdev_printk(KERN_ALERT, dev, format, ##args)
#define netdev_crit(dev, format, args...)   netdev_printk(KERN_CRIT, dev, format, ##args)
#define netdev_err(dev, format, args...)    netdev_printk(KERN_ERR, dev, format, ##args)
#define netdev_warn(dev, format, args...)   netdev_printk(KERN_WARNING, dev, format, ##args)
#define netdev_notice(dev, format, args...) netdev_printk(KERN_NOTICE, dev, format, ##args)
#define netdev_info(dev, format, args...)   netdev_printk(KERN_INFO, dev, format, ##args)
#ifdef DEBUG
#define netdev_dbg(dev, format, args...)    netdev_printk(KERN_DEBUG, dev, format, ##args)
#else
#define netdev_dbg(dev, format, args...) \
    ({ if (0) netdev_printk(KERN_DEBUG, dev, format, ##args); })
#endif

/* Which messages a driver's msg_enable lets through. */
enum {
    NETIF_MSG_DRV = 0x0001,
    NETIF_MSG_PROBE = 0x0002,
    NETIF_MSG_LINK = 0x0004,
    NETIF_MSG_TIMER = 0x0008,
    NETIF_MSG_IFDOWN = 0x0010,
    NETIF_MSG_IFUP = 0x0020,
    NETIF_MSG_RX_ERR = 0x0040,
    NETIF_MSG_TX_ERR = 0x0080,
    NETIF_MSG_TX_QUEUED = 0x0100,
    NETIF_MSG_INTR = 0x0200,
    NETIF_MSG_TX_DONE = 0x0400,
    NETIF_MSG_RX_STATUS = 0x0800,
    NETIF_MSG_PKTDATA = 0x1000,
    NETIF_MSG_HW = 0x2000,
    NETIF_MSG_WOL = 0x4000,
};

#define netif_msg_drv(p)        ((p)->msg_enable & NETIF_MSG_DRV)
#define netif_msg_probe(p)      ((p)->msg_enable & NETIF_MSG_PROBE)
#define netif_msg_link(p)       ((p)->msg_enable & NETIF_MSG_LINK)
#define netif_msg_timer(p)      ((p)->msg_enable & NETIF_MSG_TIMER)
#define netif_msg_ifdown(p)     ((p)->msg_enable & NETIF_MSG_IFDOWN)
#define netif_msg_ifup(p)       ((p)->msg_enable & NETIF_MSG_IFUP)
#define netif_msg_rx_err(p)     ((p)->msg_enable & NETIF_MSG_RX_ERR)
#define netif_msg_tx_err(p)     ((p)->msg_enable & NETIF_MSG_TX_ERR)
#define netif_msg_tx_queued(p)  ((p)->msg_enable & NETIF_MSG_TX_QUEUED)
#define netif_msg_intr(p)       ((p)->msg_enable & NETIF_MSG_INTR)
#define netif_msg_tx_done(p)    ((p)->msg_enable & NETIF_MSG_TX_DONE)
#define netif_msg_rx_status(p)  ((p)->msg_enable & NETIF_MSG_RX_STATUS)
#define netif_msg_pktdata(p)    ((p)->msg_enable & NETIF_MSG_PKTDATA)
#define netif_msg_hw(p)         ((p)->msg_enable & NETIF_MSG_HW)
#define netif_msg_wol(p)        ((p)->msg_enable & NETIF_MSG_WOL)

static inline u32 netif_msg_init(int value, u32 otherwise)
{
    if (value < 0 || value >= 32)
        return otherwise;
    return (1u << value) - 1;
}

#define netif_printk(priv, type, level, dev, format, args...) \
do { \
    if (netif_msg_##type(priv)) \
        netdev_printk(level, (dev), format, ##args); \
} while (0)
#define netif_level(level, priv, type, dev, format, args...) \
do { \
    if (netif_msg_##type(priv)) \
        netdev_##level(dev, format, ##args); \
} while (0)

#define netif_err(priv, type, dev, format, args...)     netif_level(err, priv, type, dev, format, ##args)
#define netif_warn(priv, type, dev, format, args...)    netif_level(warn, priv, type, dev, format, ##args)
#define netif_notice(priv, type, dev, format, args...)  netif_level(notice, priv, type, dev, format, ##args)
#define netif_info(priv, type, dev, format, args...)    netif_level(info, priv, type, dev, format, ##args)
#define netif_dbg(priv, type, dev, format, args...)     netif_level(dbg, priv, type, dev, format, ##args)

#endif
