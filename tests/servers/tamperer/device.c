/* SPDX-License-Identifier: GPL-2.0-only */
/* What the hostile driver does not interfere with: it asks the card's driver. */
#include "tamperer.h"

static struct network_device { u32 unused; } self_device;

status network_device_start(struct network_device *self, PacketQueue received, PacketQueue transmitted)
{
    (void)self;
    return tampering_start(received, transmitted);
}

status network_device_stop(struct network_device *self)
{
    (void)self;
    return NetworkDevice_stop(device);
}

void network_device_transmit(struct network_device *self)
{
    (void)self;
    NetworkDevice_transmit(device);
}

status network_device_getAddress(struct network_device *self, void *address)
{
    (void)self;
    return NetworkDevice_getAddress(device, address);
}

status network_device_setAddress(struct network_device *self, const void *address)
{
    (void)self;
    return NetworkDevice_setAddress(device, address);
}

u32 network_device_getMtu(struct network_device *self)
{
    (void)self;
    return NetworkDevice_getMtu(device);
}

status network_device_setMtu(struct network_device *self, u32 mtu)
{
    (void)self;
    return NetworkDevice_setMtu(device, mtu);
}

u32 network_device_getLink(struct network_device *self)
{
    (void)self;
    return NetworkDevice_getLink(device);
}

status network_device_getLinkSettings(struct network_device *self, u32 *speed, u32 *duplex,
                                      u32 *autonegotiation)
{
    (void)self;
    return NetworkDevice_getLinkSettings(device, speed, duplex, autonegotiation);
}

/* Ethernet does not ask for the rest. */

status network_device_setFilter(struct network_device *self, u32 promiscuous, u32 all_multicast,
                                const void *addresses, u32 size)
{
    (void)self, (void)promiscuous, (void)all_multicast, (void)addresses, (void)size;
    return E_NOTSUP;
}

status network_device_setLinkHandler(struct network_device *self, Runnable handler)
{
    (void)self, (void)handler;
    return E_NOTSUP;
}

status network_device_restartNegotiation(struct network_device *self)
{
    (void)self;
    return E_NOTSUP;
}

status network_device_getCounter(struct network_device *self, u32 index, u32 *low, u32 *high)
{
    (void)self, (void)index, (void)low, (void)high;
    return E_NOTSUP;
}

i32 network_device_getStatisticName(struct network_device *self, u32 index, void *name, u32 size)
{
    (void)self, (void)index, (void)name, (void)size;
    return E_NOTSUP;
}

status network_device_getStatistic(struct network_device *self, u32 index, u32 *low, u32 *high)
{
    (void)self, (void)index, (void)low, (void)high;
    return E_NOTSUP;
}

i32 network_device_getDriverInformation(struct network_device *self, void *text, u32 size)
{
    (void)self, (void)text, (void)size;
    return E_NOTSUP;
}

i32 network_device_getRegisters(struct network_device *self, void *registers, u32 size)
{
    (void)self, (void)registers, (void)size;
    return E_NOTSUP;
}

status network_device_readPhy(struct network_device *self, u32 phy, u32 number, u32 *value)
{
    (void)self, (void)phy, (void)number, (void)value;
    return E_NOTSUP;
}

status network_device_setMessageLevel(struct network_device *self, u32 mask)
{
    (void)self, (void)mask;
    return E_NOTSUP;
}

status construct(struct tamperer_roots *roots)
{
    roots->network_device = &self_device;
    return tampering_prepare();
}

void destruct(void)
{
}
