/* SPDX-License-Identifier: GPL-2.0-only */
/* A driver has no user memory before it. (Linux: include/linux/uaccess.h) */
#ifndef SLIPWAY_LINUX_UACCESS_H
#define SLIPWAY_LINUX_UACCESS_H

#include <linux/kernel.h>

#endif
