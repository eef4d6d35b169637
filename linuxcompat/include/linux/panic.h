/* SPDX-License-Identifier: GPL-2.0-only */
/* A panic of a driver stops its server and nothing else. */
#ifndef SLIPWAY_LINUX_PANIC_H
#define SLIPWAY_LINUX_PANIC_H

#include <linux/bug.h>

#define panic(format...) do { slipway_warn(__FILE__, __LINE__, format); BUG(); } while (0)

#endif
