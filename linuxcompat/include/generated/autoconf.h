/* SPDX-License-Identifier: GPL-2.0-only */
/* What Linux's configuration would say of this machine: one IA-32 processor, PCI, modules. */
#ifndef SLIPWAY_GENERATED_AUTOCONF_H
#define SLIPWAY_GENERATED_AUTOCONF_H

#define CONFIG_X86 1
#define CONFIG_X86_32 1
#define CONFIG_X86_CMOV 1
#define CONFIG_X86_L1_CACHE_SHIFT 6
#define CONFIG_HZ 1000
#define CONFIG_HAS_IOMEM 1
#define CONFIG_HAS_DMA 1
#define CONFIG_MODULES 1
#define CONFIG_PCI 1
#define CONFIG_NET 1
#define CONFIG_INET 1

/* The build says the module's name with -D, as Linux's does; without it, the file's stands in. */
#ifndef KBUILD_MODNAME
#define KBUILD_MODNAME __FILE_NAME__
#endif

#endif
