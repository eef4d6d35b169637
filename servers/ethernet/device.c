/* SPDX-License-Identifier: GPL-2.0-only */
/* The device: started, and replaced when its driver has ended and was loaded anew.
 *
 * While there is none, calls of it fail and nobody notices above but that no frame comes: the link
 * is down, frames to send are refused, and TCP sends again later what it would have sent. The
 * new one gets the queues that the old one had. What stands in them is handled like any other
 * frame: one that waited to be sent may be late, as frames may, but to drop it would cost TCP
 * one of the few times that it tries again. A new device that does not start is tried again every second.
 */
#include "ethernet_server.h"

#include "interface.h"
#include "packet_blocks.h"
#include "packet_pbuf.h"
#include "print.h"

#include "netif/ethernet.h"

#include <string.h>

/* What every host must take (RFC 791); IP divides datagrams by what is left of the MTU. */
#define MTU_MIN 576

status device_get_mtu(u32 *mtu)
{
    u32 most = packet_block_size() - PACKET_HEADROOM - SIZEOF_ETH_HDR;

    *mtu = NetworkDevice_getMtu(device);
    if (*mtu >= MTU_MIN && *mtu <= most)
        return OK;
    print("ethernet: the device's MTU of %u bytes is not between %u and %u\n", *mtu, MTU_MIN, most);
    return E_RANGE;
}

/* The station address that ARP told everybody, and the MTU that the layers above were told. */
static status configure(const struct layer *self)
{
    u8 address[sizeof self->address];
    status result = NetworkDevice_getAddress(device, address);

    if (result >= 0 && memcmp(address, self->address, sizeof address) != 0)
        result = NetworkDevice_setAddress(device, self->address);
    if (result >= 0 && NetworkDevice_getMtu(device) != network_interface.mtu)
        result = NetworkDevice_setMtu(device, network_interface.mtu);
    return result;
}

status device_start(struct layer *self)
{
    status result = configure(self);

    if (result >= 0)
        result = NetworkDevice_start(device, self->received, self->transmitted);
    self->started = result >= 0;
    return result;
}

/* What waited while there was no device is sent. */
static status resume(struct layer *self)
{
    status result = device_start(self);

    if (result >= 0)
        NetworkDevice_transmit(device);
    return result;
}

void device_poll(struct layer *self)
{
    if (!self->started && resume(self) >= 0)
        print("ethernet: the new device has started\n");
}

static status replace_device(struct layer *self, NetworkDevice fresh)
{
    status result;

    fresh = NetworkDevice_duplicate(fresh);
    if (!fresh)
        return E_NOMEM;
    NetworkDevice_release(device);
    device = fresh;
    result = resume(self);
    if (result < 0)
        print("ethernet: the new device cannot be started (%d)\n", result);
    link_poll(self);
    return result;
}

status dependent_replace(struct dependent *self, const void *name, u32 length, Any reference)
{
    status result;

    (void)self;
    if (length != 6 || memcmp(name, "device", 6) != 0)
        return E_NOENT;
    result = Component_checkRequired(component, name, length, reference);
    if (result < 0)
        return result;
    return replace_device(&self_layer, (NetworkDevice)reference);
}
