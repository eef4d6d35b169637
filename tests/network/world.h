/* SPDX-License-Identifier: GPL-2.0-only */
/* What surrounds the network servers in the host tests: packets, a clock that the test
 * moves, a network device whose wire the test holds, a log, settings.
 */
#ifndef TESTS_WORLD_H
#define TESTS_WORLD_H

#include "stand_in.h"

#define BLOCK_SIZE 2048
#define PACKET_COUNT 2048

/* A frame that the stack sent. */
typedef void (*wire_function)(const u8 *frame, u32 length);

/* What a network device was told, and says. */
struct world_device {
    u8 address[6];
    u32 mtu, started, refuses;  /* refuses 1: start() fails */
    u32 released;               /* nobody has a reference to it any more */
};

/* The layered stack: its servers, and the references that tests use. */
struct stack {
    struct server *ethernet, *ip, *icmp, *udp, *tcp;
    void *ethernet_layer, *ip_layer, *icmp_layer, *udp_layer, *tcp_layer;
    void *packets, *log, *clock;
    struct world_device *device;
};

/* Makes the surroundings and loads the five layers, from $(B)/tests/network/NAME.so. The stack
 * calls `sent` with each frame. */
struct stack *stack_load(wire_function sent);

/* Makes the surroundings and loads Ethernet alone, above a device of that MTU. What its constructor said. */
status ethernet_try(u32 mtu);

/* Loads an application: references are what it requires. */
struct server *application_load(const char *name, void *const *references);

/* Moves the clock on, and lets the stack's thread run one round. */
void world_advance(u32 milliseconds);

/* Lets the device receive a frame, and the stack's thread run one round. */
void world_receive(const u8 *frame, u32 length);

/* Lets the device receive a frame, which the stack takes in the next round. */
void world_offer(const u8 *frame, u32 length);

/* Packets that nobody holds. */
u32 world_free_packets(void);

/* What was logged since the last call, zero-terminated. */
const char *world_log(void);

/* The time, in milliseconds. */
u32 world_time(void);

/* Makes Packets.allocate() fail after so many more (0xffffffff: never). */
void world_limit_packets(u32 more);

/* While it is 1, the device sends nothing: the transmit queue fills up. Then it sends all. */
void world_stall(u32 stall);

/* What the device says about its link from now on: 1 is up. */
void world_set_link(u32 up);

/* The driver has ended: its device answers E_GONE, and sends nothing. */
void world_end_device(void);

/* Makes another device, which is the one that is there from now on. */
struct world_device *world_new_device(void **reference);

/* A Settings object of pairs name, value, ended by a null. */
void *settings_create(const char *const *pairs);

#endif
