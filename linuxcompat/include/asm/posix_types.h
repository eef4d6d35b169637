/* SPDX-License-Identifier: GPL-2.0-only */
/* The POSIX types of IA-32. */
#ifndef SLIPWAY_ASM_POSIX_TYPES_H
#define SLIPWAY_ASM_POSIX_TYPES_H

#include <uapi/asm/posix_types_32.h>

#endif
