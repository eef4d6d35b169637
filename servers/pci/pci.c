/* SPDX-License-Identifier: GPL-2.0-only */
/* The PCI server's roots: PciBus, and the catalog that the loader opens devices in. */
#include "pci.h"

struct bus {
    u32 count;
};

static struct bus state;

/* The catalog has no state of its own, but roots must not be null. */
struct catalog {
    struct bus *bus;
};

static struct catalog catalog = { &state };

status construct(struct pci_roots *roots)
{
    status result = Component_enablePorts(component, ports);

    if (result < 0)
        return result;
    heap_use(memory);
    result = quirks_read();
    if (result >= 0)
        result = scan();
    if (result < 0)
        return result;
    for (struct device *device = devices; device; device = device->next)
        state.count++;
    roots->bus = &state;
    roots->catalog = &catalog;
    return OK;
}

void destruct(void)
{
}

u32 bus_getDeviceCount(struct bus *self)
{
    return self->count;
}

status bus_getDevice(struct bus *self, u32 index, PciDevice *device)
{
    struct device *found = devices;

    if (index >= self->count)
        return E_RANGE;
    while (index--)
        found = found->next;
    return device_open(found, device);
}

status bus_findDevice(struct bus *self, u32 vendor, u32 deviceId, u32 index, PciDevice *device)
{
    struct device *found = find_device(vendor, deviceId, index);

    (void)self;
    return found ? device_open(found, device) : E_NOENT;
}

/* device(10ec:8139), or device(10ec:8139,1) for the second with these ids. */
status catalog_open(struct catalog *self, const void *name, u32 length, Any *object)
{
    struct text text = { name, (const char *)name + length };
    u32 vendor, id, index = 0;

    if (!text_take(&text, "device("))
        return E_NOENT;
    if (!text_take_hexadecimal(&text, 4, &vendor) || !text_take(&text, ":")
        || !text_take_hexadecimal(&text, 4, &id)
        || (text_take(&text, ",") && !text_take_number(&text, &index))
        || !text_take(&text, ")") || text.at != text.end)
        return E_INVAL;
    return bus_findDevice(self->bus, vendor, id, index, (PciDevice *)object);
}
