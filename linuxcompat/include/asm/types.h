/* SPDX-License-Identifier: GPL-2.0-only */
/* IA-32 has the generic types. */
#ifndef SLIPWAY_ASM_TYPES_H
#define SLIPWAY_ASM_TYPES_H

#include <uapi/asm-generic/types.h>

#endif
