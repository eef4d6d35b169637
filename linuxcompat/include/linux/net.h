/* SPDX-License-Identifier: GPL-2.0-only */
/* What drivers use of the socket layer's header: rate limits. (Linux: include/linux/net.h) */
#ifndef SLIPWAY_LINUX_NET_H
#define SLIPWAY_LINUX_NET_H

#include <linux/ratelimit.h>

#endif
