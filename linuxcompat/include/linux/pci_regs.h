/* SPDX-License-Identifier: GPL-2.0-only */
/* Configuration space registers. */
#ifndef SLIPWAY_LINUX_PCI_REGS_H
#define SLIPWAY_LINUX_PCI_REGS_H

#include <uapi/linux/pci_regs.h>

#endif
