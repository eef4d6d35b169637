/* SPDX-License-Identifier: GPL-2.0-only */
/* BUG stops the server (Component.abort), WARN reports. (Linux: include/asm-generic/bug.h) */
#ifndef SLIPWAY_LINUX_BUG_H
#define SLIPWAY_LINUX_BUG_H

#include <linux/build_bug.h>
#include <linux/compiler.h>

/* Logs "BUG: what at file:line" and stops the server: its state cannot be trusted. */
void slipway_bug(const char *file, int line, const char *what) __attribute__((noreturn));
/* Logs "WARNING: ... at file:line". */
void slipway_warn(const char *file, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));

#define BUG() slipway_bug(__FILE__, __LINE__, "BUG")
#define BUG_ON(condition) \
    do { if (unlikely(condition)) slipway_bug(__FILE__, __LINE__, #condition); } while (0)

#define WARN(condition, format...) ({ \
    int warned_ = !!(condition); \
    if (unlikely(warned_)) \
        slipway_warn(__FILE__, __LINE__, format); \
    unlikely(warned_); })
#define WARN_ON(condition) WARN(condition, "%s\n", #condition)
#define WARN_ONCE(condition, format...) ({ \
    static bool already_; \
    int once_ = !!(condition); \
    if (unlikely(once_ && !already_)) { \
        already_ = true; \
        slipway_warn(__FILE__, __LINE__, format); \
    } \
    unlikely(once_); })
#define WARN_ON_ONCE(condition) WARN_ONCE(condition, "%s\n", #condition)

#endif
