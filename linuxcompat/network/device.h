/* SPDX-License-Identifier: GPL-2.0-only */
/* What belongs to a network device besides what its driver sees. */
#ifndef SLIPWAY_NETWORK_DEVICE_H
#define SLIPWAY_NETWORK_DEVICE_H

#include <linux/netdevice.h>

struct PacketQueue_entries;
struct Runnable_entries;
struct network_device;

/* The device's side of NetworkDevice. */
struct slipway_link {
    bool offered;                       /* between network_device_offer() and _withdraw() */
    /* Held between start() and stop(); null otherwise. */
    const struct PacketQueue_entries *const *received;
    const struct PacketQueue_entries *const *transmitted;
    struct sk_buff *refused;            /* taken from the queue; the driver answered NETDEV_TX_BUSY */
    struct timer_list retry;            /* for that one, if the driver did not stop the queue */
    bool transmitting;                  /* ndo_start_xmit is being called */
    const struct Runnable_entries *const *handler;      /* of link changes; may be null */
    struct work_struct changed;         /* calls it */
    u64 rx_dropped, tx_dropped;         /* here, not in the driver */
};

/* The server's root, or null if nothing was offered. */
struct network_device *network_device_root(void);

/* Gives the driver frames until it stops the queue or there are none. Softirqs are masked. */
void transmit_run(struct net_device *dev);
/* Starts and stops watching over the transmitter; with stop, what waits is dropped. */
void transmit_start(struct net_device *dev);
void transmit_stop(struct net_device *dev);
void transmit_init(struct net_device *dev);

/* The link handler. */
void link_init(struct net_device *dev);

/* An skb around a frame that another server put into a queue, or null: it is not inside a packet
 * (which is reported), or memory is short. Consumes the reference. */
struct sk_buff *skb_of_packet(const struct Packet_entries *const *packet, u32 offset, u32 length);
/* The packet of `skb` with where the frame is in it, from its link-layer header; `skb` is freed.
 * Null if the frame is in private memory and no packet is free or large enough. */
const struct Packet_entries *const *skb_to_packet(struct sk_buff *skb, u32 *offset, u32 *length);

#endif
