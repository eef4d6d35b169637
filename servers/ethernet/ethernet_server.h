/* SPDX-License-Identifier: GPL-2.0-only */
/* The Ethernet server: what its files share. */
#ifndef ETHERNET_SERVER_H
#define ETHERNET_SERVER_H

#include "ethernet.server.h"

#include "lwip/netif.h"
#include "lwip/pbuf.h"

struct layer {
    PacketQueue received;       /* the device puts frames in */
    PacketQueue transmitted;    /* the device takes frames out */
    Semaphore readable;         /* signalled when `received` gets its first frame */
    EthernetReceiver upper;     /* who gets IPv4 packets; null if nobody is attached */
    u32 queued;                 /* frames put into `transmitted` since transmit() */
    u32 last_tick;              /* milliseconds */
    u32 last_second;            /* likewise, for the work of every second */
    u32 in_round;               /* 1 while the stack's thread is not waiting */
    u32 started;                /* 1 if the device took the queues */
    u32 link;                   /* what the device said last: 1 is up */
    u8 address[6];
};

extern struct layer self_layer;

/* Frames that a queue holds, and the most that are handled before others get their turn. */
#define QUEUE_CAPACITY 512
#define BATCH 64

/* The longest that the stack's thread waits, and how often tick() is called. */
#define TICK_MILLISECONDS 10

/* Makes the queues, starts the device and the stack's thread. */
status stack_start(struct layer *self);

/* What the device says is its MTU. E_RANGE, and a line in the log, if the stack cannot do with that. */
status device_get_mtu(u32 *mtu);

/* Has the device use the queues, and this server's station address and MTU. */
status device_start(struct layer *self);

/* Tries to start a device again that could not be started. */
void device_poll(struct layer *self);

/* Hands a received frame to lwIP. Consumes the packet. */
void frame_receive(Packet packet, u32 offset, u32 length);

/* Puts a frame into the transmit queue. lwIP calls it. */
err_t frame_transmit(struct netif *netif, struct pbuf *p);

/* Has the device send what stands in the transmit queue. */
void frames_flush(struct layer *self);

/* Looks at the link; when it changed, tells lwIP and the log. */
void link_poll(struct layer *self);

/* Says the station address on the log. */
void link_print_address(const u8 address[static 6]);

#endif
