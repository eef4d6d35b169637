/* SPDX-License-Identifier: GPL-2.0-only */
/* Registers, of ports and of memory alike. (Linux: lib/iomap.c, include/linux/io.h)
 *
 * pci_region_map() answers with an address, or with a port made to look like one: ports lie
 * where nothing is mapped in any domain, above the memory of user mode and below the kernel's. */
#ifndef SLIPWAY_LINUX_IO_H
#define SLIPWAY_LINUX_IO_H

#include <asm/io.h>
#include <slipway/registers.h>

#define SLIPWAY_PORTS_BASE  0x70000000ul
#define SLIPWAY_PORTS_COUNT 0x10000ul

#define SLIPWAY_REGISTER(bits, type, memory, port) \
static inline type ioread##bits(const void __iomem *address) \
{ \
    unsigned long number = (unsigned long)address - SLIPWAY_PORTS_BASE; \
    return likely(number >= SLIPWAY_PORTS_COUNT) ? read##memory(address) : in##port(number); \
} \
static inline void iowrite##bits(type value, void __iomem *address) \
{ \
    unsigned long number = (unsigned long)address - SLIPWAY_PORTS_BASE; \
    if (likely(number >= SLIPWAY_PORTS_COUNT)) \
        write##memory(value, address); \
    else \
        out##port(value, number); \
}

SLIPWAY_REGISTER(8, u8, b, b)
SLIPWAY_REGISTER(16, u16, w, w)
SLIPWAY_REGISTER(32, u32, l, l)

#undef SLIPWAY_REGISTER

#endif
