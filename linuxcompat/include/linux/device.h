/* SPDX-License-Identifier: GPL-2.0-only */
/* What a driver sees of the device model: a device has a name, a parent and its driver's data.
 * (Linux: include/linux/device.h) */
#ifndef SLIPWAY_LINUX_DEVICE_H
#define SLIPWAY_LINUX_DEVICE_H

#include <linux/dev_printk.h>
#include <linux/ioport.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/pm.h>
#include <linux/slab.h>
#include <linux/types.h>

struct device_driver {
    const char *name;
    struct module *owner;
    const struct dev_pm_ops *pm;
};

struct device {
    const char *init_name;          /* "0000:00:03.0", "eth0" */
    struct device *parent;
    struct device_driver *driver;
    void *driver_data;
    void *platform_data;
    u64 *dma_mask;
    u64 coherent_dma_mask;
};

static inline const char *dev_name(const struct device *device)
{
    return device->init_name ? device->init_name : "(no name)";
}

static inline const char *dev_driver_string(const struct device *device)
{
    return device->driver && device->driver->name ? device->driver->name : "";
}

static inline void *dev_get_drvdata(const struct device *device)
{
    return device->driver_data;
}

static inline void dev_set_drvdata(struct device *device, void *data)
{
    device->driver_data = data;
}

static inline void *dev_get_platdata(const struct device *device)
{
    return device->platform_data;
}

#endif
