/* SPDX-License-Identifier: GPL-2.0-only */
/* The basics that most files include. (Linux: include/linux/kernel.h) */
#ifndef SLIPWAY_LINUX_KERNEL_H
#define SLIPWAY_LINUX_KERNEL_H

#include <linux/stdarg.h>
#include <linux/align.h>
#include <linux/array_size.h>
#include <linux/limits.h>
#include <linux/linkage.h>
#include <linux/stddef.h>
#include <linux/types.h>
#include <linux/compiler.h>
#include <linux/container_of.h>
#include <linux/bitops.h>
#include <linux/kstrtox.h>
#include <linux/log2.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/typecheck.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/build_bug.h>
#include <linux/preempt.h>
#include <asm/byteorder.h>
#include <uapi/linux/kernel.h>

#define PTR_IF(condition, pointer)  ((condition) ? (pointer) : NULL)
#define REPEAT_BYTE(x)              ((~0ul / 0xff) * (x))
#define upper_32_bits(n)            ((u32)(((n) >> 16) >> 16))
#define lower_32_bits(n)            ((u32)((n) & 0xffffffff))
#define upper_16_bits(n)            ((u16)((n) >> 16))
#define lower_16_bits(n)            ((u16)((n) & 0xffff))

int snprintf(char *text, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));
int scnprintf(char *text, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));
int sprintf(char *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
int vscnprintf(char *text, size_t size, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));
int vsnprintf(char *text, size_t size, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));

#endif
