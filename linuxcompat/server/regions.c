// SPDX-License-Identifier: GPL-2.0-only
/* The device's regions: held by a reference each, mapped or enabled for registers. (Linux:
 * drivers/pci/pci.c, lib/pci_iomap.c) */
#include <linux/pci.h>

#include "network.server.h"
#include "server.h"

/* One region; of `memory` and `ports` at most one is held. */
static struct {
    Memory memory;
    IoPorts ports;
    bool acquired;              /* by the driver, which has to release it */
    void *mapped;               /* where, while it is */
    unsigned int maps;          /* how often */
} held[PCI_STD_NUM_BARS];

static bool is_ports(const struct pci_dev *pci, int index)
{
    return pci->resource[index].flags & IORESOURCE_IO;
}

int pci_region_hold(struct pci_dev *pci, int index, const char *name)
{
    status result;

    if (index < 0 || index >= PCI_STD_NUM_BARS || !pci->resource[index].flags)
        return -ENODEV;
    if (held[index].memory || held[index].ports)
        return 0;
    if (is_ports(pci, index))
        result = PciDevice_getPorts(pci->reference, index, &held[index].ports);
    else
        result = PciDevice_getMemory(pci->reference, index, &held[index].memory);
    if (result < 0)
        dev_err(&pci->dev, "%s: region %d cannot be had (status %d)\n", name, index, result);
    return result < 0 ? result : 0;
}

static void release(int index)
{
    held[index].acquired = false;
    if (held[index].maps)               /* pci_region_unmap() gives it up */
        return;
    Memory_release(held[index].memory);
    IoPorts_release(held[index].ports);
    held[index].memory = NULL;
    held[index].ports = NULL;
}

int pci_regions_acquire_selected(struct pci_dev *pci, int mask, const char *name)
{
    int error;

    for (int index = 0; index < PCI_STD_NUM_BARS; index++) {
        if (!(mask & 1 << index) || !pci->resource[index].flags)
            continue;
        error = held[index].acquired ? -EBUSY : pci_region_hold(pci, index, name);
        if (error) {
            pci_regions_release_selected(pci, mask & ((1 << index) - 1));
            return error;
        }
        held[index].acquired = true;
    }
    return 0;
}

int pci_regions_acquire(struct pci_dev *pci, const char *name)
{
    return pci_regions_acquire_selected(pci, (1 << PCI_STD_NUM_BARS) - 1, name);
}

void pci_regions_release_selected(struct pci_dev *pci, int mask)
{
    for (int index = 0; index < PCI_STD_NUM_BARS; index++)
        if (mask & 1 << index && held[index].acquired)
            release(index);
}

void pci_regions_release(struct pci_dev *pci)
{
    pci_regions_release_selected(pci, (1 << PCI_STD_NUM_BARS) - 1);
}

/* Ports show as an address that no mapping has (linux/io.h). */
static void *enable_ports(struct pci_dev *pci, int index)
{
    if (Component_enablePorts(component, held[index].ports) < 0)
        return NULL;
    return (void *)(SLIPWAY_PORTS_BASE + pci->resource[index].start);
}

static void *map_memory(int index)
{
    u32 address;

    return Component_map(component, (Any)held[index].memory, &address) < 0 ? NULL : (void *)address;
}

void *pci_region_map(struct pci_dev *pci, int index, unsigned long limit)
{
    if (pci_region_hold(pci, index, "map"))
        return NULL;
    if (!held[index].maps)
        held[index].mapped = is_ports(pci, index) ? enable_ports(pci, index) : map_memory(index);
    if (held[index].mapped)
        held[index].maps++;
    else if (!held[index].acquired)
        release(index);
    return held[index].mapped;
}

static void unmap(int index)
{
    if (--held[index].maps)
        return;
    if (held[index].memory)
        Component_unmap(component, (u32)held[index].mapped);
    held[index].mapped = NULL;
    if (!held[index].acquired)
        release(index);
}

void pci_region_unmap(struct pci_dev *pci, void *address)
{
    for (int index = 0; index < PCI_STD_NUM_BARS; index++) {
        unsigned long offset = (unsigned long)address - (unsigned long)held[index].mapped;

        if (held[index].maps && offset < resource_size(&pci->resource[index])) {
            unmap(index);
            return;
        }
    }
    WARN(true, "unmapped %p, which is no region\n", address);
}

int pci_region_at(struct pci_dev *pci, unsigned long start, unsigned long size, unsigned long kind)
{
    for (int index = 0; pci && index < PCI_STD_NUM_BARS; index++) {
        const struct resource *resource = &pci->resource[index];

        if (resource->flags & kind && size && start >= resource->start && start <= resource->end
            && size - 1 <= resource->end - start)
            return index;
    }
    return -ENODEV;
}
