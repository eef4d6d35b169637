/* SPDX-License-Identifier: GPL-2.0-only */
/* IA-32 reaches unaligned data like any other. */
#ifndef SLIPWAY_ASM_UNALIGNED_H
#define SLIPWAY_ASM_UNALIGNED_H

#include <asm-generic/unaligned.h>

#endif
