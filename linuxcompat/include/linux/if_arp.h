/* SPDX-License-Identifier: GPL-2.0-only */
/* Hardware types. */
#ifndef SLIPWAY_LINUX_IF_ARP_H
#define SLIPWAY_LINUX_IF_ARP_H

#include <uapi/linux/if_arp.h>

#endif
