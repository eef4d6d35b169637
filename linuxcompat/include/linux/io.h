/* SPDX-License-Identifier: GPL-2.0-only */
/* Registers, of ports and of memory alike. (Linux: lib/iomap.c, include/linux/io.h)
 *
 * pci_region_map() answers with an address, or with a port made to look like one: ports lie
 * where no mapping can be. */
#ifndef SLIPWAY_LINUX_IO_H
#define SLIPWAY_LINUX_IO_H

#include <asm/io.h>
#include <slipway/registers.h>

#define SLIPWAY_PORTS_BASE  0x10000ul
#define SLIPWAY_PORTS_END   0x20000ul

#define SLIPWAY_REGISTER(bits, type, memory, port) \
static inline type ioread##bits(const void __iomem *address) \
{ \
    unsigned long number = (unsigned long)address; \
    return likely(number >= SLIPWAY_PORTS_END) ? read##memory(address) : in##port(number & 0xffff); \
} \
static inline void iowrite##bits(type value, void __iomem *address) \
{ \
    unsigned long number = (unsigned long)address; \
    if (likely(number >= SLIPWAY_PORTS_END)) \
        write##memory(value, address); \
    else \
        out##port(value, number & 0xffff); \
}

SLIPWAY_REGISTER(8, u8, b, b)
SLIPWAY_REGISTER(16, u16, w, w)
SLIPWAY_REGISTER(32, u32, l, l)

#undef SLIPWAY_REGISTER

#endif
