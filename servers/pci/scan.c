/* SPDX-License-Identifier: GPL-2.0-only */
/* Finding all functions: bus 0, and every bus behind a bridge, as the firmware numbered
 * them. No bus is scanned twice, whatever the bridges' registers say.
 */
#include "pci.h"

#define BUS_COUNT       256
#define DEVICE_COUNT    32
#define FUNCTION_COUNT  8

enum bus_state { UNKNOWN, FOUND, SCANNED };

struct device *devices;
static struct device **last = &devices;
static u8 buses[BUS_COUNT];     /* enum bus_state */

/* No device reaches memory before its driver says so: the firmware may have left a
 * network card or a host controller running. Bridges have to pass on for others. */
static void stop_master(const struct device *device)
{
    u32 command = configuration_read(device->place, COMMAND, 2);

    if (configuration_read(device->place, SUBCLASS, 2) >> 8 != CLASS_BRIDGE)
        configuration_write(device->place, COMMAND, 2, command & ~COMMAND_MASTER);
}

/* Puts a function into the list. */
static status add(u32 place)
{
    struct device *device = allocate(sizeof *device);

    if (!device)
        return E_NOMEM;
    memset(device, 0, sizeof *device);
    device->place = place;
    device->vendor = configuration_read(place, VENDOR, 2);
    device->id = configuration_read(place, DEVICE, 2);
    device->header = configuration_read(place, HEADER_TYPE, 1) & ~HEADER_MULTIFUNCTION;
    *last = device;
    last = &device->next;
    stop_master(device);
    quirks_report(device);
    return OK;
}

/* If the function is a bridge, the bus behind it is to be scanned too. */
static void note_bus(u32 place)
{
    u32 bus;

    if (configuration_read(place, SUBCLASS, 2) != SUBCLASS_PCI_BRIDGE
        || (configuration_read(place, HEADER_TYPE, 1) & ~HEADER_MULTIFUNCTION) != HEADER_BRIDGE)
        return;
    bus = configuration_read(place, SECONDARY_BUS, 1);
    if (buses[bus] == UNKNOWN)
        buses[bus] = FOUND;
}

/* Function 0 tells whether there are others. */
static status scan_device(u32 place)
{
    u32 functions = 1;

    for (u32 function = 0; function < functions; function++) {
        u32 at = place | function << 8;

        if (configuration_read(at, VENDOR, 2) == NO_VENDOR)
            continue;
        if (function == 0 && configuration_read(at, HEADER_TYPE, 1) & HEADER_MULTIFUNCTION)
            functions = FUNCTION_COUNT;
        if (add(at) < 0)
            return E_NOMEM;
        note_bus(at);
    }
    return OK;
}

static status scan_bus(u32 bus)
{
    for (u32 device = 0; device < DEVICE_COUNT; device++)
        if (scan_device(bus << 16 | device << 11) < 0)
            return E_NOMEM;
    return OK;
}

/* A bus may be found that has a lower number than the bridge's own: start over then. */
status scan(void)
{
    u32 bus = 0;

    buses[0] = FOUND;
    while (bus < BUS_COUNT) {
        if (buses[bus] != FOUND) {
            bus++;
            continue;
        }
        buses[bus] = SCANNED;
        if (scan_bus(bus) < 0)
            return E_NOMEM;
        bus = 0;
    }
    quirks_report_unused();
    return OK;
}

static u32 read_shown(const struct device *device, u32 offset)
{
    return quirks_apply(device, offset, 2, configuration_read(device->place, offset, 2));
}

struct device *find_device(u32 vendor, u32 id, u32 index)
{
    for (struct device *device = devices; device; device = device->next)
        if (read_shown(device, VENDOR) == vendor && read_shown(device, DEVICE) == id && !index--)
            return device;
    return 0;
}
