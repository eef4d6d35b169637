/* SPDX-License-Identifier: GPL-2.0-only */
/* PciDevice objects: one function, in the hands of one driver.
 *
 * The driver reads its configuration space with the quirks applied and writes what is its
 * own business. What decides about others stays here: base addresses and interrupt
 * line, and whether the device may reach memory. When the driver lets go of the object, by
 * release or by dying, decoding, bus mastering and the interrupt go off: the device is as silent
 * as before. A driver that dies loses this object before its memory, so that what the device
 * could still have written to is not used anew before.
 */
#include "pci.h"

static void change_command(const struct device *self, u32 clear, u32 set)
{
    u32 command = configuration_read(self->place, COMMAND, 2);

    configuration_write(self->place, COMMAND, 2, (command & ~clear) | set);
}

status device_open(struct device *device, PciDevice *reference)
{
    if (device->opened)
        return E_BUSY;
    *reference = device_create(device);
    if (!*reference)
        return E_NOMEM;
    device->opened = 1;
    regions_size(device);
    return OK;
}

void device_destroy(struct device *self)
{
    device_disable(self);
    self->opened = 0;
}

static status check_access(u32 offset, u32 width)
{
    if (width != 1 && width != 2 && width != 4)
        return E_INVAL;
    if (offset >= CONFIGURATION_SIZE)
        return E_RANGE;
    return offset % width ? E_INVAL : OK;
}

status device_readConfiguration(struct device *self, u32 offset, u32 width, u32 *value)
{
    status result = check_access(offset, width);

    if (result >= 0)
        *value = quirks_apply(self, offset, width, configuration_read(self->place, offset, width));
    return result;
}

/* Whether the access touches the bytes from `start` to `end` - 1. */
static u32 touches(u32 offset, u32 width, u32 start, u32 end)
{
    return offset < end && offset + width > start;
}

/* A write to the command register that leaves the bus master bit as it is may pass. */
static status check_write(const struct device *self, u32 offset, u32 width, u32 value)
{
    if (touches(offset, width, BASE_ADDRESS, BASE_ADDRESS_END)
        || touches(offset, width, ROM_ADDRESS, ROM_ADDRESS + 4)
        || touches(offset, width, INTERRUPT_LINE, INTERRUPT_LINE + 1))
        return E_ACCESS;
    if (offset == COMMAND && (value ^ configuration_read(self->place, COMMAND, 2)) & COMMAND_MASTER)
        return E_ACCESS;
    return OK;
}

status device_writeConfiguration(struct device *self, u32 offset, u32 width, u32 value)
{
    status result = check_access(offset, width);

    if (result >= 0)
        result = check_write(self, offset, width, value);
    if (result >= 0)
        configuration_write(self->place, offset, width, value);
    return result;
}

status device_enable(struct device *self)
{
    u32 decoding = 0;

    power_up(self);
    for (u32 i = 0; i < REGION_COUNT; i++)
        if (self->regions[i].size)
            decoding |= self->regions[i].flags & REGION_PORTS ? COMMAND_PORTS : COMMAND_MEMORY;
    change_command(self, COMMAND_SILENT, decoding);
    return OK;
}

/* One write turns all of it off. Its interrupt too: the line may be other devices' as well, and
 * nobody would quiet this one. The host bridge and those to other buses stay on: devices behind
 * them need them. */
status device_disable(struct device *self)
{
    if (configuration_read(self->place, SUBCLASS, 2) >> 8 != CLASS_BRIDGE)
        change_command(self, COMMAND_PORTS | COMMAND_MEMORY | COMMAND_MASTER, COMMAND_SILENT);
    return OK;
}

status device_setMaster(struct device *self, u32 on)
{
    change_command(self, on ? 0 : COMMAND_MASTER, on ? COMMAND_MASTER : 0);
    return OK;
}

status device_getRegion(struct device *self, u32 index, u32 *address, u32 *size, u32 *flags)
{
    if (index >= REGION_COUNT)
        return E_RANGE;
    *address = self->regions[index].address;
    *size = self->regions[index].size;
    *flags = self->regions[index].flags;
    return OK;
}

/* The region, if it is there and of that kind. */
static status find_region(struct device *self, u32 index, u32 ports, const struct region **region)
{
    if (index >= REGION_COUNT || !self->regions[index].size)
        return E_NODEV;
    *region = &self->regions[index];
    return ((*region)->flags & REGION_PORTS) == ports ? OK : E_TYPE;
}

status device_getMemory(struct device *self, u32 index, Memory *registers)
{
    const struct region *region;
    status result = find_region(self, index, 0, &region);

    if (result >= 0)
        result = Registers_getMemory(deviceRegisters, region->address, region->size, registers);
    return result;
}

status device_getPorts(struct device *self, u32 index, IoPorts *registers)
{
    const struct region *region;
    status result = find_region(self, index, REGION_PORTS, &region);

    return result < 0 ? result : IoPorts_getRange(devicePorts, region->address, region->size, registers);
}

status device_getInterrupt(struct device *self, Interrupt *interrupt)
{
    u32 line = configuration_read(self->place, INTERRUPT_LINE, 1);

    if (!configuration_read(self->place, INTERRUPT_PIN, 1))
        return E_NODEV;
    return Interrupts_getInterrupt(interrupts, line, interrupt) < 0 ? E_NODEV : OK;
}

status device_allocateDma(struct device *self, u32 size, Memory *block)
{
    (void)self;
    return PhysicalMemory_allocate(memory, size, block);
}

i32 device_getName(struct device *self, void *name, u32 size)
{
    char text[16];
    u32 length;

    snprintf(text, sizeof text, "%02x:%02x.%x", self->place >> 16, self->place >> 11 & 31,
             self->place >> 8 & 7);
    length = strlen(text);
    if (length > size)
        return E_RANGE;
    memcpy(name, text, length);
    return length;
}
