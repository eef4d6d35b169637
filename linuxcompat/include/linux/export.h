/* SPDX-License-Identifier: GPL-2.0-only */
/* Nothing is exported by a server. (Linux: include/linux/export.h) */
#ifndef SLIPWAY_LINUX_EXPORT_H
#define SLIPWAY_LINUX_EXPORT_H

#define EXPORT_SYMBOL(symbol)       extern typeof(symbol) symbol
#define EXPORT_SYMBOL_GPL(symbol)   EXPORT_SYMBOL(symbol)
#define THIS_MODULE                 ((struct module *)0)

#endif
