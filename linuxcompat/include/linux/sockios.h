/* SPDX-License-Identifier: GPL-2.0-only */
/* Socket ioctl numbers. */
#ifndef SLIPWAY_LINUX_SOCKIOS_H
#define SLIPWAY_LINUX_SOCKIOS_H

#include <uapi/linux/sockios.h>

#endif
