/* SPDX-License-Identifier: GPL-2.0-only */
/* Waiting in a loop. (Linux: include/linux/processor.h) */
#ifndef SLIPWAY_LINUX_PROCESSOR_H
#define SLIPWAY_LINUX_PROCESSOR_H

#include <asm/processor.h>

#endif
