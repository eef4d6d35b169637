/* SPDX-License-Identifier: GPL-2.0-only */
/* C linkage; nothing here is called from assembly. */
#ifndef SLIPWAY_LINUX_LINKAGE_H
#define SLIPWAY_LINUX_LINKAGE_H

#include <linux/stringify.h>

#endif
