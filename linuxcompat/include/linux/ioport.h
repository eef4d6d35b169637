/* SPDX-License-Identifier: GPL-2.0-only */
/* Regions of a device. (Linux: include/linux/ioport.h) */
#ifndef SLIPWAY_LINUX_IOPORT_H
#define SLIPWAY_LINUX_IOPORT_H

#include <linux/bits.h>
#include <linux/types.h>

struct resource {
    resource_size_t start;
    resource_size_t end;            /* the last byte */
    const char *name;
    unsigned long flags;
};

#define IORESOURCE_IO           0x00000100
#define IORESOURCE_MEM          0x00000200
#define IORESOURCE_IRQ          0x00000400
#define IORESOURCE_PREFETCH     0x00002000
#define IORESOURCE_MEM_64       0x00100000
#define IORESOURCE_UNSET        0x20000000
#define IORESOURCE_DISABLED     0x10000000

static inline resource_size_t resource_size(const struct resource *resource)
{
    return resource->end - resource->start + 1;
}

#endif
