/* SPDX-License-Identifier: GPL-2.0-only */
/* Messages that name a device. (Linux: include/linux/dev_printk.h) */
#ifndef SLIPWAY_LINUX_DEV_PRINTK_H
#define SLIPWAY_LINUX_DEV_PRINTK_H

#include <linux/printk.h>

struct device;

/* "driver name: " and the message; Linux does not add a newline either. */
void dev_printk(const char *level, const struct device *device, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#define dev_emerg(device, format, ...)  dev_printk(KERN_EMERG, device, format, ##__VA_ARGS__)
#define dev_alert(device, format, ...)  dev_printk(KERN_ALERT, device, format, ##__VA_ARGS__)
#define dev_crit(device, format, ...)   dev_printk(KERN_CRIT, device, format, ##__VA_ARGS__)
#define dev_err(device, format, ...)    dev_printk(KERN_ERR, device, format, ##__VA_ARGS__)
#define dev_warn(device, format, ...)   dev_printk(KERN_WARNING, device, format, ##__VA_ARGS__)
#define dev_notice(device, format, ...) dev_printk(KERN_NOTICE, device, format, ##__VA_ARGS__)
#define dev_info(device, format, ...)   dev_printk(KERN_INFO, device, format, ##__VA_ARGS__)
#ifdef DEBUG
#define dev_dbg(device, format, ...)    dev_printk(KERN_DEBUG, device, format, ##__VA_ARGS__)
#else
#define dev_dbg(device, format, ...) \
    ({ if (0) dev_printk(KERN_DEBUG, device, format, ##__VA_ARGS__); })
#endif

#endif
