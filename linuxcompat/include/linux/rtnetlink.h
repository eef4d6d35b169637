/* SPDX-License-Identifier: GPL-2.0-only */
/* The lock of network configuration; one a server. (Linux: include/linux/rtnetlink.h) */
#ifndef SLIPWAY_LINUX_RTNETLINK_H
#define SLIPWAY_LINUX_RTNETLINK_H

#include <linux/mutex.h>
#include <linux/netdevice.h>

void rtnl_lock(void);
void rtnl_unlock(void);
int rtnl_trylock(void);
int rtnl_is_locked(void);

#define ASSERT_RTNL() WARN_ONCE(!rtnl_is_locked(), "RTNL is not held\n")

#endif
