/* SPDX-License-Identifier: GPL-2.0-only */
/* Messages go to the Log that the loader supplied, at most a hundred lines a second.
 * (Linux: include/linux/printk.h) */
#ifndef SLIPWAY_LINUX_PRINTK_H
#define SLIPWAY_LINUX_PRINTK_H

#include <linux/stdarg.h>
#include <linux/kern_levels.h>
#include <linux/compiler.h>
#include <linux/types.h>

/* Linux's formats, %pM, %pI4, %ph, %pV, %pad and %pa among them; a message without a newline
 * is continued by the next with KERN_CONT. Returns the length. */
int printk(const char *format, ...) __attribute__((format(printf, 1, 2)));
int vprintk(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));

/* Checks a format and does nothing. */
static inline __attribute__((format(printf, 1, 2))) int no_printk(const char *format, ...)
{
    return 0;
}

struct va_format {
    const char *fmt;
    va_list *va;
};

#ifndef pr_fmt
#define pr_fmt(format) format
#endif

#define pr_emerg(format, ...)   printk(KERN_EMERG pr_fmt(format), ##__VA_ARGS__)
#define pr_alert(format, ...)   printk(KERN_ALERT pr_fmt(format), ##__VA_ARGS__)
#define pr_crit(format, ...)    printk(KERN_CRIT pr_fmt(format), ##__VA_ARGS__)
#define pr_err(format, ...)     printk(KERN_ERR pr_fmt(format), ##__VA_ARGS__)
#define pr_warn(format, ...)    printk(KERN_WARNING pr_fmt(format), ##__VA_ARGS__)
#define pr_notice(format, ...)  printk(KERN_NOTICE pr_fmt(format), ##__VA_ARGS__)
#define pr_info(format, ...)    printk(KERN_INFO pr_fmt(format), ##__VA_ARGS__)
#define pr_cont(format, ...)    printk(KERN_CONT format, ##__VA_ARGS__)
#ifdef DEBUG
#define pr_debug(format, ...)   printk(KERN_DEBUG pr_fmt(format), ##__VA_ARGS__)
#else
#define pr_debug(format, ...)   ({ if (0) no_printk(KERN_DEBUG pr_fmt(format), ##__VA_ARGS__); 0; })
#endif
#define pr_devel pr_debug

#define printk_once(format, ...) ({ \
    static bool printed_; \
    bool first_ = !printed_; \
    printed_ = true; \
    if (first_) \
        printk(format, ##__VA_ARGS__); \
    first_; })
#define pr_info_once(format, ...)   printk_once(KERN_INFO pr_fmt(format), ##__VA_ARGS__)
#define pr_warn_once(format, ...)   printk_once(KERN_WARNING pr_fmt(format), ##__VA_ARGS__)
#define pr_err_once(format, ...)    printk_once(KERN_ERR pr_fmt(format), ##__VA_ARGS__)

/* True unless there were ten in the last five seconds. */
int printk_ratelimit(void);

enum { DUMP_PREFIX_NONE, DUMP_PREFIX_ADDRESS, DUMP_PREFIX_OFFSET };

/* Prints `length` bytes, `row` (16 or 32) a line, in groups of `group`, with characters if `ascii`. */
void print_hex_dump(const char *level, const char *prefix, int prefix_type, int row, int group,
                    const void *buffer, size_t length, bool ascii);

#endif
