/* SPDX-License-Identifier: GPL-2.0-only */
/* IA-32 has the generic socket ioctls. */
#ifndef SLIPWAY_ASM_SOCKIOS_H
#define SLIPWAY_ASM_SOCKIOS_H

#include <uapi/asm-generic/sockios.h>

#endif
