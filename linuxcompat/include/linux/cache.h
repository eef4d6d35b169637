/* SPDX-License-Identifier: GPL-2.0-only */
/* Cache lines. */
#ifndef SLIPWAY_LINUX_CACHE_H
#define SLIPWAY_LINUX_CACHE_H

#include <linux/align.h>

#define L1_CACHE_SHIFT CONFIG_X86_L1_CACHE_SHIFT
#define L1_CACHE_BYTES (1 << L1_CACHE_SHIFT)
#define SMP_CACHE_BYTES L1_CACHE_BYTES
#define L1_CACHE_ALIGN(size) ALIGN(size, L1_CACHE_BYTES)
#define ____cacheline_aligned __attribute__((aligned(L1_CACHE_BYTES)))
#define ____cacheline_aligned_in_smp
#define __read_mostly

#endif
