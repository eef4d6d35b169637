/* SPDX-License-Identifier: GPL-2.0-only */
/* Layouts for programs of another word size. (Linux: include/linux/compat.h) */
#ifndef SLIPWAY_LINUX_COMPAT_H
#define SLIPWAY_LINUX_COMPAT_H

#include <linux/types.h>

typedef s32 compat_int_t;
typedef u32 compat_uint_t;
typedef s64 __attribute__((aligned(4))) compat_s64;
typedef u64 __attribute__((aligned(4))) compat_u64;

#endif
