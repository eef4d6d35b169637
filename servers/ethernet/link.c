/* SPDX-License-Identifier: GPL-2.0-only */
/* The link: up or down. It is asked for every second instead of by a handler, because a
 * handler would be called on the device's thread, with the device locked, while the
 * stack's thread holds this server and waits for the device.
 */
#include "ethernet_server.h"

#include "interface.h"
#include "print.h"

void link_print_address(const u8 address[static 6])
{
    print("ethernet: station address %02x:%02x:%02x:%02x:%02x:%02x\n", address[0], address[1], address[2],
          address[3], address[4], address[5]);
}

static void print_up(void)
{
    u32 speed = 0, duplex = 0, negotiated = 0;

    if (NetworkDevice_getLinkSettings(device, &speed, &duplex, &negotiated) < 0)
        print("ethernet: link up\n");
    else
        print("ethernet: link up, %u Mbit/s, %s duplex\n", speed, duplex ? "full" : "half");
}

void link_poll(struct layer *self)
{
    u32 link = NetworkDevice_getLink(device) != 0;

    if (link == self->link)
        return;
    self->link = link;
    if (link) {
        print_up();
        netif_set_link_up(&network_interface);      /* announces the address by ARP */
    } else {
        print("ethernet: link down\n");
        netif_set_link_down(&network_interface);
    }
}
