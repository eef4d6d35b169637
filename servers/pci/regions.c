/* SPDX-License-Identifier: GPL-2.0-only */
/* Base address registers: where the regions of a function lie, and how large they are
 * (section 6.2.5.1). Writing ones and reading back tells the size; decoding is off
 * meanwhile, so that the function answers nowhere it should not.
 */
#include "pci.h"

/* How many registers the header has. The host bridge is left alone: where it decodes
 * memory, turning it off would cut off the processor. */
static u32 register_count(const struct device *device)
{
    if (configuration_read(device->place, SUBCLASS, 2) == SUBCLASS_HOST_BRIDGE)
        return 0;
    return device->header == HEADER_DEVICE ? REGION_COUNT : device->header == HEADER_BRIDGE ? 2 : 0;
}

/* Which bits of the register can be written. Its value is put back. */
static u32 probe(const struct device *device, u32 index)
{
    u32 offset = BASE_ADDRESS + 4 * index;
    u32 value = configuration_read(device->place, offset, 4);
    u32 writable;

    configuration_write(device->place, offset, 4, 0xffffffff);
    writable = configuration_read(device->place, offset, 4);
    configuration_write(device->place, offset, 4, value);
    return writable;
}

/* Fills in a region. Returns the number of registers that it takes. */
static u32 size_region(struct device *device, u32 index, u32 count)
{
    struct region *region = &device->regions[index];
    u32 value = configuration_read(device->place, BASE_ADDRESS + 4 * index, 4);
    u32 writable = probe(device, index);
    u32 ports = value & REGION_PORTS;
    u32 mask = ports ? REGION_PORTS_FLAGS : REGION_MEMORY_FLAGS;

    if (!(writable & ~mask))
        return 1;
    region->flags = value & mask;
    region->address = value & ~mask;
    region->size = -(writable & ~mask);
    if (ports)
        region->size &= 0xffff;         /* the upper half need not be there */
    if (ports || (value & REGION_TYPE) != REGION_TYPE_64 || index + 1 == count)
        return 1;
    if (configuration_read(device->place, BASE_ADDRESS + 4 * (index + 1), 4)
        || probe(device, index + 1) != 0xffffffff)
        region->size = 0;               /* beyond 4 GiB, or as large: out of reach */
    return 2;
}

void regions_size(struct device *device)
{
    u32 command = configuration_read(device->place, COMMAND, 2);
    u32 count = register_count(device);

    memset(device->regions, 0, sizeof device->regions);
    if (!count)
        return;
    configuration_write(device->place, COMMAND, 2, command & ~(COMMAND_PORTS | COMMAND_MEMORY));
    for (u32 index = 0; index < count; )
        index += size_region(device, index, count);
    configuration_write(device->place, COMMAND, 2, command);
}

void regions_restore(const struct device *device)
{
    for (u32 index = 0; index < REGION_COUNT; index++) {
        const struct region *region = &device->regions[index];
        u32 offset = BASE_ADDRESS + 4 * index;

        if (!region->size)
            continue;
        configuration_write(device->place, offset, 4, region->address | region->flags);
        if (!(region->flags & REGION_PORTS) && (region->flags & REGION_TYPE) == REGION_TYPE_64)
            configuration_write(device->place, offset + 4, 4, 0);
    }
}
