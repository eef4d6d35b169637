/* SPDX-License-Identifier: GPL-2.0-only */
/* Random numbers. (Linux: include/linux/random.h) */
#ifndef SLIPWAY_LINUX_RANDOM_H
#define SLIPWAY_LINUX_RANDOM_H

#include <linux/types.h>

/* From the Clock and what was drawn before: good for addresses and back-off, not for keys. */
void get_random_bytes(void *buffer, size_t size);
u32 get_random_u32(void);

#endif
