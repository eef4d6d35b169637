/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a refused configuration says why. (Linux: include/linux/netlink.h) */
#ifndef SLIPWAY_LINUX_NETLINK_H
#define SLIPWAY_LINUX_NETLINK_H

#include <linux/types.h>

struct netlink_ext_ack {
    const char *_msg;
};

#define NL_SET_ERR_MSG(extack, text) \
    do { struct netlink_ext_ack *ack_ = (extack); if (ack_) ack_->_msg = (text); } while (0)
#define NL_SET_ERR_MSG_MOD(extack, text) NL_SET_ERR_MSG(extack, KBUILD_MODNAME ": " text)

#endif
