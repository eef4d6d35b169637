/* SPDX-License-Identifier: GPL-2.0-only */
/* A driver's view of its PCI device. What reaches the device is in slipway/pci.h.
 * (Linux: include/linux/pci.h) */
#ifndef SLIPWAY_LINUX_PCI_H
#define SLIPWAY_LINUX_PCI_H

#include <linux/device.h>
#include <linux/errno.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/mod_devicetable.h>
#include <linux/pci_ids.h>
#include <linux/dma-mapping.h>
#include <uapi/linux/pci.h>
#include <linux/pci_regs.h>
#include <slipway/pci.h>
#include <slipway/server.h>

struct pci_dev;
typedef int pci_power_t;
#define PCI_D0      ((pci_power_t)0)
#define PCI_D3hot   ((pci_power_t)3)
#define PCI_D3cold  ((pci_power_t)4)

#define PCI_STD_NUM_BARS 6

struct pci_driver {
    const char *name;
    const struct pci_device_id *id_table;       /* ends with an entry that is all zero */
    int (*probe)(struct pci_dev *device, const struct pci_device_id *id);
    void (*remove)(struct pci_dev *device);
    int (*suspend)(struct pci_dev *device, pm_message_t state);
    int (*resume)(struct pci_dev *device);
    void (*shutdown)(struct pci_dev *device);
    const struct pci_error_handlers *err_handler;
    struct device_driver driver;
};

/* Filled before probe; the driver may change what Linux lets it change. */
struct pci_dev {
    PciDevice reference;                        /* the device itself */
    unsigned int devfn;
    unsigned short vendor;
    unsigned short device;
    unsigned short subsystem_vendor;
    unsigned short subsystem_device;
    unsigned int class;                         /* base class, sub-class, interface */
    u8 revision;
    u8 hdr_type;
    u8 pin;
    pci_power_t current_state;
    struct pci_driver *driver;
    u64 dma_mask;
    struct device dev;
    unsigned int irq;
    struct resource resource[PCI_STD_NUM_BARS];
};

#define to_pci_dev(pointer)             container_of(pointer, struct pci_dev, dev)
#define PCI_DEVICE(vendor_id, device_id) \
    .vendor = (vendor_id), .device = (device_id), .subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID
#define PCI_DEVICE_SUB(vendor_id, device_id, subvendor_id, subdevice_id) \
    .vendor = (vendor_id), .device = (device_id), .subvendor = (subvendor_id), .subdevice = (subdevice_id)
#define PCI_DEVICE_CLASS(device_class, mask) \
    .class = (device_class), .class_mask = (mask), \
    .vendor = PCI_ANY_ID, .device = PCI_ANY_ID, .subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID
#define PCI_VDEVICE(vendor_name, device_id) \
    .vendor = PCI_VENDOR_ID_##vendor_name, .device = (device_id), \
    .subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID, 0, 0
#define PCI_DEVICE_DATA(vendor_name, device_name, data) \
    .vendor = PCI_VENDOR_ID_##vendor_name, .device = PCI_DEVICE_ID_##vendor_name##_##device_name, \
    .subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID, 0, 0, .driver_data = (kernel_ulong_t)(data)

#define pci_resource_start(device, bar) ((device)->resource[bar].start)
#define pci_resource_end(device, bar)   ((device)->resource[bar].end)
#define pci_resource_flags(device, bar) ((device)->resource[bar].flags)
#define pci_resource_len(device, bar) \
    (pci_resource_end(device, bar) == 0 && pci_resource_start(device, bar) == 0 ? 0 : \
     pci_resource_end(device, bar) - pci_resource_start(device, bar) + 1)

static inline const char *pci_name(const struct pci_dev *device)
{
    return dev_name(&device->dev);
}

static inline void *pci_get_drvdata(struct pci_dev *device)
{
    return dev_get_drvdata(&device->dev);
}

static inline void pci_set_drvdata(struct pci_dev *device, void *data)
{
    dev_set_drvdata(&device->dev, data);
}

#define pci_err(device, format, ...)    dev_err(&(device)->dev, format, ##__VA_ARGS__)
#define pci_warn(device, format, ...)   dev_warn(&(device)->dev, format, ##__VA_ARGS__)
#define pci_info(device, format, ...)   dev_info(&(device)->dev, format, ##__VA_ARGS__)
#define pci_dbg(device, format, ...)    dev_dbg(&(device)->dev, format, ##__VA_ARGS__)

#endif
