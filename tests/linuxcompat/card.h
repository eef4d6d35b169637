/* SPDX-License-Identifier: GPL-2.0-only */
/* A driver for no card, written as drivers are: it counts how it is called, and does what
 * the test that includes it says. */
#ifndef TESTS_LINUXCOMPAT_CARD_H
#define TESTS_LINUXCOMPAT_CARD_H

#include <linux/etherdevice.h>
#include <linux/ethtool.h>
#include <linux/mii.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/pci.h>
#include <linux/rtnetlink.h>

#include "world.h"

struct card {
    struct net_device *dev;
    struct napi_struct napi;
    spinlock_t lock;
    u32 msg_enable;
    unsigned int arrived;               /* frames that the card holds */
    unsigned int size;                  /* of those, in bytes */
    unsigned int polls, work;           /* how often it was polled, and the frames of the last poll */
    unsigned int completed;             /* napi_complete_done() said that it is done */
    unsigned int sent;
    unsigned int room;                  /* frames until the queue is stopped; 0: for ever */
    unsigned int busy;                  /* so often NETDEV_TX_BUSY is answered */
    bool busy_stops;                    /* and the queue stopped */
    unsigned int errors;                /* so many frames are dropped with an error for an answer */
    unsigned int timeouts, filters, interrupts;
    u8 last[2048];                      /* the last frame sent */
    unsigned int last_length;
};

static struct card *card;
static int probe_error, open_error, validate_error;
static int level = 3;
static int statistics = 2;
static bool flag;
static unsigned short list[4];
static unsigned int list_length;
static char *name_of_it;
static u8 small;

server_setting(level, int, 0);
server_setting_named(choice, flag, bool, 0);
server_setting_array(list, ushort, &list_length, 0);
server_setting_named(name, name_of_it, charp, 0);
server_setting(small, byte, 0);

static int card_poll(struct napi_struct *napi, int budget)
{
    struct sk_buff *skb;
    int done = 0;

    card->polls++;
    for (; card->arrived && done < budget; done++, card->arrived--) {
        skb = napi_alloc_skb(napi, card->size);
        if (!skb) {
            card->dev->stats.rx_dropped++;
            continue;
        }
        memset(skb_put(skb, card->size), card->arrived, card->size);
        skb->protocol = eth_type_trans(skb, card->dev);
        card->dev->stats.rx_packets++;
        received_queue_put(skb);
    }
    card->work = done;
    if (done < budget && napi_complete_done(napi, done))
        card->completed++;
    return done;
}

static irqreturn_t card_interrupt(int irq, void *data)
{
    check(in_hardirq() && irqs_disabled() && data == card->dev && irq == 11, "the handler knows where it is");
    card->interrupts++;
    if (!card->arrived)
        return IRQ_NONE;
    napi_schedule(&card->napi);
    return IRQ_HANDLED;
}

static int card_open(struct net_device *dev)
{
    int error = open_error;

    ASSERT_RTNL();
    if (!error)
        error = interrupt_connect(interrupt_of(11), card_interrupt, IRQF_SHARED, dev->name, dev);
    if (error)
        return error;
    napi_enable(&card->napi);
    netif_start_queue(dev);
    return 0;
}

static int card_stop(struct net_device *dev)
{
    netif_stop_queue(dev);
    napi_disable(&card->napi);
    interrupt_disconnect(interrupt_of(11), dev);
    return 0;
}

static netdev_tx_t card_xmit(struct sk_buff *skb, struct net_device *dev)
{
    if (card->busy) {
        card->busy--;
        if (card->busy_stops)
            netif_stop_queue(dev);
        return NETDEV_TX_BUSY;
    }
    if (card->errors) {
        card->errors--;
        dev_kfree_skb_any(skb);
        return (netdev_tx_t)-ENOMEM;
    }
    card->sent++;
    card->last_length = skb->len;
    skb_copy_and_csum_dev(skb, card->last);
    dev_kfree_skb_any(skb);
    if (card->room && !--card->room)
        netif_stop_queue(dev);
    return NETDEV_TX_OK;
}

static void card_timeout(struct net_device *dev, unsigned int queue)
{
    card->timeouts++;
}

static void card_set_rx_mode(struct net_device *dev)
{
    check(in_softirq() && spin_is_locked(&dev->addr_list_lock), "ndo_set_rx_mode has its lock");
    card->filters++;
}

static int card_validate(struct net_device *dev)
{
    return validate_error ? validate_error : eth_validate_addr(dev);
}

static int card_ioctl(struct net_device *dev, struct ifreq *request, int command)
{
    struct mii_ioctl_data *data = if_mii(request);

    if (command != SIOCGMIIREG)
        return -EOPNOTSUPP;
    data->val_out = data->phy_id << 8 | data->reg_num;
    return 0;
}

static const struct net_device_ops card_ops = {
    .ndo_open = card_open,
    .ndo_stop = card_stop,
    .ndo_start_xmit = card_xmit,
    .ndo_tx_timeout = card_timeout,
    .ndo_set_rx_mode = card_set_rx_mode,
    .ndo_validate_addr = card_validate,
    .ndo_set_mac_address = eth_mac_addr,
    .ndo_eth_ioctl = card_ioctl,
};

static int card_settings(struct net_device *dev, struct ethtool_link_ksettings *settings)
{
    settings->base.speed = SPEED_100;
    settings->base.duplex = DUPLEX_FULL;
    settings->base.autoneg = AUTONEG_ENABLE;
    return 0;
}

static int card_strings_count(struct net_device *dev, int set)
{
    return set == ETH_SS_STATS ? statistics : -EOPNOTSUPP;
}

static void card_strings(struct net_device *dev, u32 set, u8 *data)
{
    memset(data, 'x', statistics * ETH_GSTRING_LEN);  /* but for one they fill their place, without an end */
    strscpy((char *)data, "polls", ETH_GSTRING_LEN);
}

static void card_statistics(struct net_device *dev, struct ethtool_stats *stats, u64 *data)
{
    for (int i = 0; i < statistics; i++)              /* as drivers do, whatever n_stats says */
        data[i] = i ? 0x123456789abcdef0ull : card->polls;
}

static int card_registers_length(struct net_device *dev)
{
    return 16;
}

static void card_registers(struct net_device *dev, struct ethtool_regs *about, void *to)
{
    memset(to, 0x5a, about->len);
}

static void card_set_level(struct net_device *dev, u32 mask)
{
    card->msg_enable = mask;
}

static void card_information(struct net_device *dev, struct ethtool_drvinfo *about)
{
    strscpy(about->version, "1.5", sizeof about->version);
}

static const struct ethtool_ops card_ethtool_ops = {
    .get_link_ksettings = card_settings,
    .get_sset_count = card_strings_count,
    .get_strings = card_strings,
    .get_ethtool_stats = card_statistics,
    .get_regs_len = card_registers_length,
    .get_regs = card_registers,
    .set_msglevel = card_set_level,
    .get_drvinfo = card_information,
};

static void do_nothing(struct work_struct *work)
{
}

static DECLARE_WORK(probe_work, do_nothing);

static int card_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
    struct net_device *dev;
    int error;

    check_number(id->driver_data, 7, "the probe gets the entry that fits");
    if (probe_error) {
        schedule_work(&probe_work);     /* and leaves a thread behind */
        return probe_error;
    }
    dev = alloc_etherdev(sizeof *card);
    if (!dev)
        return -ENOMEM;
    SET_NETDEV_DEV(dev, &pdev->dev);
    card = netdev_priv(dev);
    card->dev = dev;
    card->size = 60;
    spin_lock_init(&card->lock);
    eth_hw_addr_set(dev, (const u8[]){ 2, 0, 0, 0, 0, 1 });
    dev->netdev_ops = &card_ops;
    dev->ethtool_ops = &card_ethtool_ops;
    dev->max_mtu = 1700;
    dev->watchdog_timeo = 2 * HZ;
    netif_napi_add(dev, &card->napi, card_poll);
    PciDevice_setMaster(pdev->reference, 1);
    error = network_device_offer(dev);
    if (error)
        free_netdev(dev);
    else
        pci_set_drvdata(pdev, dev);
    return error;
}

static void card_remove(struct pci_dev *pdev)
{
    struct net_device *dev = pci_get_drvdata(pdev);

    network_device_withdraw(dev);
    free_netdev(dev);
}

static const struct pci_device_id card_ids[] = {
    { PCI_DEVICE(0x8086, 0x1229) },
    { PCI_DEVICE_SUB(0x10ec, 0x8139, 0x1af5, 0x1100) },
    { PCI_DEVICE_SUB(0x10ec, 0x8139, 0x1af4, 0x1101) },
    { PCI_DEVICE_CLASS(0x030000, 0xff0000) },
    { PCI_DEVICE(0x10ec, 0x8139), .driver_data = 7 },
    { }
};

static struct pci_driver card_driver = {
    .name = "card",
    .id_table = card_ids,
    .probe = card_probe,
    .remove = card_remove,
};

pci_server(card_driver);

#endif
