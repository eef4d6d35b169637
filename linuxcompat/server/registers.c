// SPDX-License-Identifier: GPL-2.0-only
/* Registers by bus address. (Linux: ioremap, request_region) */
#include <linux/pci.h>

#include "server.h"

void *registers_map(unsigned long start, unsigned long size)
{
    struct pci_dev *pci = pci_view();
    int index = pci_region_at(pci, start, size, IORESOURCE_MEM);
    char *mapped;

    if (index < 0) {
        pr_err("%lu bytes at %#lx are in no memory region of the device\n", size, start);
        return NULL;
    }
    mapped = pci_region_map(pci, index, 0);
    return mapped ? mapped + (start - pci->resource[index].start) : NULL;
}

void registers_unmap(void *address)
{
    pci_region_unmap(pci_view(), address);
}

struct resource *ports_acquire(unsigned long start, unsigned long number, const char *name)
{
    struct pci_dev *pci = pci_view();
    int index = pci_region_at(pci, start, number, IORESOURCE_IO);

    if (index < 0) {
        pr_err("%s: %lu ports at %#lx are in no port region of the device\n", name, number, start);
        return NULL;
    }
    return pci_region_map(pci, index, 0) ? &pci->resource[index] : NULL;
}

void ports_release(unsigned long start, unsigned long number)
{
    struct pci_dev *pci = pci_view();
    int index = pci_region_at(pci, start, number, IORESOURCE_IO);

    if (index >= 0)
        pci_region_unmap(pci, (void *)(SLIPWAY_PORTS_BASE + pci->resource[index].start));
}
