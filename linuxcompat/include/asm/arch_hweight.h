/* SPDX-License-Identifier: GPL-2.0-only */
/* Counting bits needs no instruction of its own. */
#ifndef SLIPWAY_ASM_ARCH_HWEIGHT_H
#define SLIPWAY_ASM_ARCH_HWEIGHT_H

#include <asm-generic/bitops/arch_hweight.h>

#endif
