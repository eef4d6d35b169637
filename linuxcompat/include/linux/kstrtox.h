/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers from text. (Linux: include/linux/kstrtox.h) */
#ifndef SLIPWAY_LINUX_KSTRTOX_H
#define SLIPWAY_LINUX_KSTRTOX_H

#include <linux/types.h>

/* The whole of `text`, a newline at its end aside, in `base` (0: as C writes it). Return 0,
 * -EINVAL or -ERANGE. */
int kstrtoull(const char *text, unsigned int base, unsigned long long *value);
int kstrtoll(const char *text, unsigned int base, long long *value);
int kstrtoul(const char *text, unsigned int base, unsigned long *value);
int kstrtol(const char *text, unsigned int base, long *value);
int kstrtouint(const char *text, unsigned int base, unsigned int *value);
int kstrtoint(const char *text, unsigned int base, int *value);
/* y, Y, 1, on and n, N, 0, off. */
int kstrtobool(const char *text, bool *value);

#endif
