/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupt numbers need nothing of the architecture. */
#ifndef SLIPWAY_ASM_IRQ_H
#define SLIPWAY_ASM_IRQ_H

#include <linux/types.h>

#endif
