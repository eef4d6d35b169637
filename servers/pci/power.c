/* SPDX-License-Identifier: GPL-2.0-only */
/* Power states (PCI Bus Power Management Interface Specification 1.2, sections 3.2.4, 5.4). */
#include "pci.h"

#define WAKE_MICROSECONDS 10000         /* from D3 to D0 */

/* The offset of a capability, or 0. The list may be a circle in a broken device. */
static u32 find_capability(const struct device *device, u32 wanted)
{
    u32 offset, patience = CONFIGURATION_SIZE / 4;

    if (!(configuration_read(device->place, STATUS, 2) & STATUS_CAPABILITIES))
        return 0;
    offset = configuration_read(device->place, CAPABILITIES, 1) & ~3u;
    while (offset >= 0x40 && patience--) {
        if (configuration_read(device->place, offset, 1) == wanted)
            return offset;
        offset = configuration_read(device->place, offset + 1, 1) & ~3u;
    }
    return 0;
}

/* Waking from D3 resets the function: its base addresses and interrupt line are lost. */
void power_up(const struct device *device)
{
    u32 capability = find_capability(device, CAPABILITY_POWER);
    u32 line = configuration_read(device->place, INTERRUPT_LINE, 1);
    u32 control;

    if (!capability)
        return;
    control = configuration_read(device->place, capability + POWER_CONTROL, 2);
    if (!(control & POWER_STATE))
        return;
    configuration_write(device->place, capability + POWER_CONTROL, 2, control & ~POWER_STATE);
    Clock_delay(clock, WAKE_MICROSECONDS);
    regions_restore(device);
    configuration_write(device->place, INTERRUPT_LINE, 1, line);
}
