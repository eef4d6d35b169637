/* SPDX-License-Identifier: GPL-2.0-only */
/* Power management: a driver names its functions, and nothing suspends a server.
 * (Linux: include/linux/pm.h) */
#ifndef SLIPWAY_LINUX_PM_H
#define SLIPWAY_LINUX_PM_H

struct device;

typedef struct pm_message {
    int event;
} pm_message_t;

struct dev_pm_ops {
    int (*suspend)(struct device *device);
    int (*resume)(struct device *device);
    int (*freeze)(struct device *device);
    int (*thaw)(struct device *device);
    int (*poweroff)(struct device *device);
    int (*restore)(struct device *device);
};

/* As without CONFIG_PM_SLEEP. */
#define SET_SYSTEM_SLEEP_PM_OPS(suspend_function, resume_function)
#define SIMPLE_DEV_PM_OPS(name, suspend_function, resume_function) \
    const struct dev_pm_ops __maybe_unused name = { \
        SET_SYSTEM_SLEEP_PM_OPS(suspend_function, resume_function) \
    }

#endif
