/* SPDX-License-Identifier: GPL-2.0-only */
/* What converted code calls to be a network card: the queues of packets, and offering
 * the device to whoever holds the server's NetworkDevice.
 *
 * Packets cross in queues and never by an upcall. The received queue and the transmit
 * queue are supplied by NetworkDevice.start(), which calls ndo_open, and are held until
 * NetworkDevice.stop().
 */
#ifndef SLIPWAY_NETWORK_H
#define SLIPWAY_NETWORK_H

struct sk_buff;
struct net_device;

/* Puts a received packet on the received queue of its device (`skb->dev`, which
 * eth_type_trans() sets), link-layer header included, and consumes it. May be called in
 * any context. Returns NET_RX_SUCCESS, or NET_RX_DROP if the queue was full.
 * Linux: netif_receive_skb, netif_rx, napi_gro_receive. */
int received_queue_put(struct sk_buff *skb);

/* Takes packets from the transmit queue again, after netif_stop_queue(): ndo_start_xmit
 * is called for each until the driver stops the queue. That happens when the server is
 * next able to, not inside this call, which may hold the driver's locks.
 * Linux: netif_wake_queue. */
void transmit_queue_resume(struct net_device *device);

/* Makes the server's NetworkDevice answer for `device`, which is named, and set up for it.
 * One a server: -EBUSY for a second. Linux: register_netdev. */
int network_device_offer(struct net_device *device);

/* Stops the device if it runs (ndo_stop) and ends that. Linux: unregister_netdev. */
void network_device_withdraw(struct net_device *device);

#endif
