// SPDX-License-Identifier: GPL-2.0-only
/* The driver's view of its PCI device, and attaching the driver to it. (Linux:
 * drivers/pci/pci-driver.c, drivers/pci/probe.c) */
#include <linux/kernel.h>
#include <linux/pci.h>
#include <linux/string.h>

#include "network.server.h"
#include "server.h"

#define NAME_PREFIX "0000:"             /* Linux puts the domain before the address */

static struct pci_dev view;
static bool attached;
static char name[sizeof NAME_PREFIX + 15];
static Interrupt interrupt;

struct pci_dev *pci_view(void)
{
    return view.reference ? &view : NULL;
}

Interrupt interrupt_of(unsigned int irq)
{
    return interrupt && irq == view.irq ? interrupt : NULL;
}

#define READ(bits, type, suffix) \
int pci_configuration_read_##suffix(struct pci_dev *pci, int offset, type *value) \
{ \
    u32 read = ~0u; \
    status result = PciDevice_readConfiguration(pci->reference, offset, bits / 8, &read); \
    *value = result < 0 ? (type)~0u : (type)read; \
    return result < 0 ? result : 0; \
}

READ(8, u8, byte)
READ(16, u16, word)
READ(32, u32, dword)

static int fill_identity(struct pci_dev *pci)
{
    u32 class_and_revision;
    int error = pci_configuration_read_word(pci, PCI_VENDOR_ID, &pci->vendor);

    if (error)
        return error;
    pci_configuration_read_word(pci, PCI_DEVICE_ID, &pci->device);
    pci_configuration_read_dword(pci, PCI_CLASS_REVISION, &class_and_revision);
    pci_configuration_read_byte(pci, PCI_HEADER_TYPE, &pci->hdr_type);
    pci_configuration_read_word(pci, PCI_SUBSYSTEM_VENDOR_ID, &pci->subsystem_vendor);
    pci_configuration_read_word(pci, PCI_SUBSYSTEM_ID, &pci->subsystem_device);
    pci_configuration_read_byte(pci, PCI_INTERRUPT_PIN, &pci->pin);
    pci->class = class_and_revision >> 8;
    pci->revision = class_and_revision & 0xff;
    pci->hdr_type &= 0x7f;
    return 0;
}

static void fill_region(struct pci_dev *pci, int index)
{
    struct resource *resource = &pci->resource[index];
    u32 address, size, flags;

    if (PciDevice_getRegion(pci->reference, index, &address, &size, &flags) < 0 || !size)
        return;
    resource->start = address;
    resource->end = address + (size - 1);
    resource->name = name;
    if (flags & PCI_BASE_ADDRESS_SPACE_IO)
        resource->flags = IORESOURCE_IO;
    else
        resource->flags = IORESOURCE_MEM | (flags & PCI_BASE_ADDRESS_MEM_PREFETCH ? IORESOURCE_PREFETCH : 0);
}

/* "00:03.0", in hexadecimal: bus, device, function. */
static void fill_name(struct pci_dev *pci)
{
    char *address = name + sizeof NAME_PREFIX - 1;
    i32 length;
    u32 number, function;

    memcpy(name, NAME_PREFIX, sizeof NAME_PREFIX - 1);
    length = PciDevice_getName(pci->reference, address, 15);
    address[clamp(length, 0, 15)] = 0;
    pci->dev.init_name = name;
    if (length == 7) {
        address[5] = 0;
        if (kstrtouint(address + 3, 16, &number) == 0 && kstrtouint(address + 6, 16, &function) == 0)
            pci->devfn = PCI_DEVFN(number, function);
        address[5] = '.';
    }
}

static int fill_view(struct pci_dev *pci, struct pci_driver *driver)
{
    int error;

    *pci = (struct pci_dev){ .reference = device, .driver = driver };
    pci->dma_mask = pci->dev.coherent_dma_mask = DMA_BIT_MASK(32);
    pci->dev.dma_mask = &pci->dma_mask;
    driver->driver.name = driver->name;
    pci->dev.driver = &driver->driver;
    fill_name(pci);
    error = fill_identity(pci);
    if (error)
        return error;
    for (int index = 0; index < PCI_STD_NUM_BARS; index++)
        fill_region(pci, index);
    if (PciDevice_getInterrupt(pci->reference, &interrupt) == OK)
        pci->irq = Interrupt_getLine(interrupt);
    return 0;
}

static bool fits(u32 wanted, u32 is)
{
    return wanted == PCI_ANY_ID || wanted == is;
}

static bool is_end(const struct pci_device_id *id)
{
    return !id->vendor && !id->subvendor && !id->class_mask;
}

static const struct pci_device_id *find_id(const struct pci_device_id *id, const struct pci_dev *pci)
{
    for (; id && !is_end(id); id++)
        if (fits(id->vendor, pci->vendor) && fits(id->device, pci->device)
            && fits(id->subvendor, pci->subsystem_vendor) && fits(id->subdevice, pci->subsystem_device)
            && !((id->class ^ pci->class) & id->class_mask))
            return id;
    return NULL;
}

static void report_ids(const struct pci_driver *driver, const struct pci_dev *pci)
{
    printk(KERN_ERR "%s: the device %s is %04x:%04x (subsystem %04x:%04x, class %06x); the driver is for",
           driver->name, pci_name(pci), pci->vendor, pci->device, pci->subsystem_vendor,
           pci->subsystem_device, pci->class);
    for (const struct pci_device_id *id = driver->id_table; id && !is_end(id); id++) {
        if ((id - driver->id_table) % 8 == 0)
            printk("\n   ");
        if (id->vendor == PCI_ANY_ID && id->device == PCI_ANY_ID)
            printk(KERN_CONT " class %06x/%06x", id->class, id->class_mask);
        else if (id->vendor == PCI_ANY_ID)
            printk(KERN_CONT " any:%04x", id->device);
        else
            printk(KERN_CONT " %04x:%04x", id->vendor, id->device);
    }
    printk(KERN_CONT "\n");
}

/* What a driver holds of the device goes with it, in whatever state it left it. */
static void give_up(struct pci_dev *pci)
{
    interrupts_disconnect_all();
    PciDevice_setMaster(pci->reference, 0);
    pci_regions_release(pci);
    Interrupt_release(interrupt);
    interrupt = NULL;
    attached = false;
    pci->reference = NULL;
}

int pci_server_attach(struct pci_driver *driver)
{
    const struct pci_device_id *id;
    int error;

    if (attached)
        return -EBUSY;
    error = fill_view(&view, driver);
    if (error) {
        pr_err("%s: the device does not answer (status %d)\n", driver->name, error);
        return error;
    }
    attached = true;
    id = find_id(driver->id_table, &view);
    if (id) {
        error = driver->probe(&view, id);
        if (error)
            dev_err(&view.dev, "the driver's probe failed with error %d\n", error);
    } else {
        report_ids(driver, &view);
        error = -ENODEV;
    }
    if (error)
        give_up(&view);
    return error > 0 ? -EINVAL : error;
}

void pci_server_detach(struct pci_driver *driver)
{
    if (!attached)
        return;
    if (driver->remove)
        driver->remove(&view);
    give_up(&view);
}
