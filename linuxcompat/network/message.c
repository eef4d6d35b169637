// SPDX-License-Identifier: GPL-2.0-only
/* Messages that name a network device. (Linux: net/core/dev.c) */
#include <linux/netdevice.h>

void netdev_printk(const char *level, const struct net_device *dev, const char *format, ...)
{
    va_list arguments;
    struct va_format text = { format, &arguments };

    va_start(arguments, format);
    if (!dev)
        printk("%s(NULL net_device): %pV", level, &text);
    else if (dev->dev.parent)
        printk("%s%s %s %s: %pV", level, dev_driver_string(dev->dev.parent), dev_name(dev->dev.parent),
               netdev_name(dev), &text);
    else
        printk("%s%s: %pV", level, netdev_name(dev), &text);
    va_end(arguments);
}
