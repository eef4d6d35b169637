/* SPDX-License-Identifier: GPL-2.0-only */
/* Who gets a frame, where ARP knows it already. */
#ifndef ETHERNET_NEIGHBOUR_H
#define ETHERNET_NEIGHBOUR_H

#include "types.h"

/* The station address that a frame to `destination` (network byte order) goes to, of the host
 * itself or of the gateway; null if lwIP has to ask for it, or it is not one host's. */
const u8 *neighbour_address(u32 destination);

/* The configuration changes. */
void neighbour_forget(void);

#endif
