/* SPDX-License-Identifier: GPL-2.0-only */
/* IA-32 has the generic error numbers. */
#ifndef SLIPWAY_ASM_ERRNO_H
#define SLIPWAY_ASM_ERRNO_H

#include <uapi/asm-generic/errno.h>

#endif
