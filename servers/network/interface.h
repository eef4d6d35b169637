/* SPDX-License-Identifier: GPL-2.0-only */
/* lwIP's view of the network interface: each server has one `struct netif` of its own,
 * a copy of the configuration that the IP server was given. */
#ifndef NETWORK_INTERFACE_H
#define NETWORK_INTERFACE_H

#include "lwip/netif.h"

extern struct netif network_interface;

/* Makes network_interface the only and default interface, up, with its link up. lwIP's
 * pools must be ready. `station` may be null where Ethernet is not known. */
void network_interface_start(u32 address, u32 netmask, u32 gateway, u32 mtu, const u8 *station);

/* Initialises lwIP's pools and heap, of this server alone. */
void network_memory_start(void);

/* An lwIP error as a status, and back. */
status status_of_error(err_t error);
err_t error_of_status(status result);

/* How many whole periods of `milliseconds` passed between *last and now; *last advances
 * by as many. After a long pause (a machine that was stopped) it is 4 at most. */
u32 periods_passed(u32 *last, u32 now, u32 milliseconds);

#endif
