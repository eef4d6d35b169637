/* SPDX-License-Identifier: GPL-2.0-only */
/* What the parts of the server's frame tell each other. */
#ifndef SLIPWAY_SERVER_PARTS_H
#define SLIPWAY_SERVER_PARTS_H

#include <linux/pci.h>

/* Stores the loader's settings in the driver's parameters. 0, or -EINVAL: a value is
 * malformed, which is reported. */
int settings_apply(void);

/* The driver's view of the server's device; null before pci_server_attach(). */
struct pci_dev *pci_view(void);

/* The reference to region `index` of the view, which is held; acquires it if necessary. */
int pci_region_hold(struct pci_dev *device, int index, const char *name);
/* The region of the view that holds `size` bytes at `start`, of that kind (IORESOURCE_MEM or
 * IORESOURCE_IO), or -ENODEV. */
int pci_region_at(struct pci_dev *device, unsigned long start, unsigned long size, unsigned long kind);

/* Ends what the driver forgot to end: nothing calls into a driver that is gone. */
void interrupts_disconnect_all(void);

#endif
