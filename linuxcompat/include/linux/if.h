/* SPDX-License-Identifier: GPL-2.0-only */
/* Interface flags and requests, as user programs see them. */
#ifndef SLIPWAY_LINUX_IF_H
#define SLIPWAY_LINUX_IF_H

#include <uapi/linux/if.h>

#endif
