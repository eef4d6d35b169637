// SPDX-License-Identifier: GPL-2.0-only
/* NetworkDevice: what Linux asks by ethtool. (Linux: net/ethtool/ioctl.c) */
#include <linux/ethtool.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "network.server.h"
#include "root.h"

/* Bounds on what a driver says of itself. */
#define MAX_STATISTICS 1024
#define MAX_REGISTERS 65536

/* Begins a question to the driver's ethtool_ops; false if there is no device. */
static bool begin(struct network_device *self, struct task_struct *task, const char *name)
{
    if (!network_device_enter(self, task, name))
        return false;
    rtnl_lock();
    if (self->dev)
        return true;
    rtnl_unlock();
    activity_leave(task);
    return false;
}

static void end(struct task_struct *task)
{
    rtnl_unlock();
    activity_leave(task);
}

/* Around each call, as Linux does. */
static int wake_device(struct net_device *dev)
{
    if (!netif_device_present(dev))
        return -ENODEV;
    return dev->ethtool_ops->begin ? dev->ethtool_ops->begin(dev) : 0;
}

static void release_device(struct net_device *dev)
{
    if (dev->ethtool_ops->complete)
        dev->ethtool_ops->complete(dev);
}

#define HAS(dev, function) ((dev)->ethtool_ops && (dev)->ethtool_ops->function)

static int link_settings(struct net_device *dev, u32 *speed, u32 *duplex, u32 *autonegotiation)
{
    struct ethtool_link_ksettings settings = { 0 };
    int error;

    if (!HAS(dev, get_link_ksettings))
        return -EOPNOTSUPP;
    error = wake_device(dev);
    if (error)
        return error;
    error = dev->ethtool_ops->get_link_ksettings(dev, &settings);
    release_device(dev);
    if (error)
        return error;
    *speed = settings.base.speed == (u32)SPEED_UNKNOWN ? 0 : settings.base.speed;
    *duplex = settings.base.duplex == DUPLEX_FULL;
    *autonegotiation = settings.base.autoneg == AUTONEG_ENABLE;
    return 0;
}

status network_device_getLinkSettings(struct network_device *self, u32 *speed, u32 *duplex,
                                      u32 *autonegotiation)
{
    struct task_struct task;
    status result;

    if (!begin(self, &task, "getLinkSettings"))
        return E_GONE;
    result = link_settings(self->dev, speed, duplex, autonegotiation);
    end(&task);
    return result;
}

status network_device_restartNegotiation(struct network_device *self)
{
    struct task_struct task;
    status result = E_NOTSUP;

    if (!begin(self, &task, "restartNegotiation"))
        return E_GONE;
    if (HAS(self->dev, nway_reset)) {
        result = wake_device(self->dev);
        if (!result) {
            result = self->dev->ethtool_ops->nway_reset(self->dev);
            release_device(self->dev);
        }
    }
    end(&task);
    return result;
}

/* How many statistics of its own the driver has. None if it is more than MAX_STATISTICS: it writes them all,
 * whatever room there is. */
static u32 statistics_count(struct net_device *dev)
{
    int number = 0;

    if (HAS(dev, get_sset_count) && HAS(dev, get_strings) && HAS(dev, get_ethtool_stats))
        number = dev->ethtool_ops->get_sset_count(dev, ETH_SS_STATS);
    return number < 0 || number > MAX_STATISTICS ? 0 : number;
}

static i32 statistic_name(struct net_device *dev, u32 index, void *name, u32 size)
{
    const u32 number = statistics_count(dev);
    char *names;
    u32 length;

    if (index >= number)
        return E_RANGE;
    names = kcalloc(number, ETH_GSTRING_LEN, GFP_KERNEL);
    if (!names)
        return E_NOMEM;
    dev->ethtool_ops->get_strings(dev, ETH_SS_STATS, (u8 *)names);
    length = min_t(u32, strnlen(names + index * ETH_GSTRING_LEN, ETH_GSTRING_LEN), size);
    memcpy(name, names + index * ETH_GSTRING_LEN, length);
    kfree(names);
    return length;
}

i32 network_device_getStatisticName(struct network_device *self, u32 index, void *name, u32 size)
{
    struct task_struct task;
    i32 result;

    if (!begin(self, &task, "getStatisticName"))
        return E_GONE;
    result = statistic_name(self->dev, index, name, size);
    end(&task);
    return result;
}

static status statistic(struct net_device *dev, u32 index, u64 *value)
{
    struct ethtool_stats about = { .cmd = ETHTOOL_GSTATS, .n_stats = statistics_count(dev) };
    u64 *values;

    if (index >= about.n_stats)
        return E_RANGE;
    values = kcalloc(about.n_stats, sizeof *values, GFP_KERNEL);
    if (!values)
        return E_NOMEM;
    dev->ethtool_ops->get_ethtool_stats(dev, &about, values);
    *value = values[index];
    kfree(values);
    return OK;
}

status network_device_getStatistic(struct network_device *self, u32 index, u32 *low, u32 *high)
{
    struct task_struct task;
    u64 value = 0;
    status result;

    if (!begin(self, &task, "getStatistic"))
        return E_GONE;
    result = statistic(self->dev, index, &value);
    *low = lower_32_bits(value);
    *high = upper_32_bits(value);
    end(&task);
    return result;
}

i32 network_device_getDriverInformation(struct network_device *self, void *text, u32 size)
{
    struct task_struct task;
    struct ethtool_drvinfo about = { .cmd = ETHTOOL_GDRVINFO };
    const struct device *parent;
    i32 length;
    char lines[3 * ETHTOOL_BUSINFO_LEN + 4];

    if (!begin(self, &task, "getDriverInformation"))
        return E_GONE;
    parent = self->dev->dev.parent;
    if (parent) {                       /* what the driver leaves out, as Linux answers it */
        strscpy(about.driver, dev_driver_string(parent), sizeof about.driver);
        strscpy(about.bus_info, dev_name(parent), sizeof about.bus_info);
    }
    if (HAS(self->dev, get_drvinfo))
        self->dev->ethtool_ops->get_drvinfo(self->dev, &about);
    length = scnprintf(lines, sizeof lines, "%.31s\n%.31s\n%.31s\n", about.driver, about.version,
                       about.bus_info);
    length = min_t(u32, length, size);
    memcpy(text, lines, length);
    end(&task);
    return length;
}

static i32 registers(struct net_device *dev, void *to, u32 size)
{
    struct ethtool_regs about = { .cmd = ETHTOOL_GREGS };
    int length = -EOPNOTSUPP;
    void *values;

    if (HAS(dev, get_regs_len) && HAS(dev, get_regs))
        length = dev->ethtool_ops->get_regs_len(dev);
    if (length <= 0)
        return length;
    if (length > MAX_REGISTERS)
        return E_RANGE;
    values = kzalloc(length, GFP_KERNEL);
    if (!values)
        return E_NOMEM;
    about.len = length;
    dev->ethtool_ops->get_regs(dev, &about, values);
    length = min_t(u32, length, size);
    memcpy(to, values, length);
    kfree(values);
    return length;
}

i32 network_device_getRegisters(struct network_device *self, void *to, u32 size)
{
    struct task_struct task;
    i32 result;

    if (!begin(self, &task, "getRegisters"))
        return E_GONE;
    result = registers(self->dev, to, size);
    end(&task);
    return result;
}

status network_device_setMessageLevel(struct network_device *self, u32 mask)
{
    struct task_struct task;
    status result = E_NOTSUP;

    if (!begin(self, &task, "setMessageLevel"))
        return E_GONE;
    if (HAS(self->dev, set_msglevel)) {
        self->dev->ethtool_ops->set_msglevel(self->dev, mask);
        result = OK;
    }
    end(&task);
    return result;
}

void ethtool_convert_legacy_u32_to_link_mode(unsigned long *modes, u32 legacy)
{
    bitmap_zero(modes, __ETHTOOL_LINK_MODE_MASK_NBITS);
    modes[0] = legacy;
}

bool ethtool_convert_link_mode_to_legacy_u32(u32 *legacy, const unsigned long *modes)
{
    *legacy = modes[0];
    return find_next_bit(modes, __ETHTOOL_LINK_MODE_MASK_NBITS, 32) >= __ETHTOOL_LINK_MODE_MASK_NBITS;
}

u32 ethtool_op_get_link(struct net_device *dev)
{
    return netif_carrier_ok(dev);
}
