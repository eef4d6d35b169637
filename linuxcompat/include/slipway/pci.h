/* SPDX-License-Identifier: GPL-2.0-only */
/* What converted code calls on its PCI device.
 *
 * `struct pci_dev` is the driver's own view of the device; its field `reference` is the
 * PciDevice that the loader supplied. Where one call is one call, converted code uses
 * the generated functions (PciDevice_enable and so on); the functions here do more than
 * one. Statuses of interfaces are errno values (interfaces/types.h), so a driver
 * returns them as it did. All of this is called in process context.
 */
#ifndef SLIPWAY_PCI_H
#define SLIPWAY_PCI_H

#include "PciDevice.h"

struct pci_dev;

/* Reads configuration space at `offset`, which is aligned to the width, into `*value`.
 * Returns 0, or a status and all ones in `*value`. Linux: pci_read_config_byte, ... */
int pci_configuration_read_byte(struct pci_dev *device, int offset, u8 *value);
int pci_configuration_read_word(struct pci_dev *device, int offset, u16 *value);
int pci_configuration_read_dword(struct pci_dev *device, int offset, u32 *value);

/* Obtains a reference for each memory or port region that the device has, and keeps
 * them in the view. Holding them is what claiming a resource is in Linux. Returns 0, or
 * the first failure, and then holds none. `name` is for messages.
 * Linux: pci_request_regions, pci_request_selected_regions (regions set in `mask`). */
int pci_regions_acquire(struct pci_dev *device, const char *name);
int pci_regions_acquire_selected(struct pci_dev *device, int mask, const char *name);

/* Gives them up; regions that were not acquired are skipped.
 * Linux: pci_release_regions, pci_release_selected_regions. */
void pci_regions_release(struct pci_dev *device);
void pci_regions_release_selected(struct pci_dev *device, int mask);

/* Makes region `index` usable by ioread and iowrite: maps it if it is memory, enables
 * the ports if it is ports; acquires it if that was not done. At most `limit` bytes will
 * be used (0: all). Returns null if there is no such region or no memory.
 * Linux: pci_iomap, pci_ioremap_bar. */
void *pci_region_map(struct pci_dev *device, int index, unsigned long limit);

/* Undoes pci_region_map(). Linux: pci_iounmap. */
void pci_region_unmap(struct pci_dev *device, void *address);

#endif
