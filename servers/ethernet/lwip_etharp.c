/* SPDX-License-Identifier: GPL-2.0-only */
/* lwIP's etharp.c as it is, and a way to its table for frames that do not go through it: those to
 * a host, or through the gateway, whose address is known and need not be asked for again.
 */
#include "core/ipv4/etharp.c"

#include "neighbour.h"
#include "interface.h"

/* The last destination, and who gets frames to it; 0 is none. */
static u32 last_destination, last_hop;

void neighbour_forget(void)
{
    last_destination = last_hop = 0;
}

/* As etharp_output() does. 0 if lwIP has to decide. */
static u32 find_hop(u32 destination)
{
    struct netif *netif = &network_interface;
    ip4_addr_t address = {destination};

    if (ip4_addr_isbroadcast(&address, netif) || ip4_addr_ismulticast(&address))
        return 0;
    if (ip4_addr_netcmp(&address, netif_ip4_addr(netif), netif_ip4_netmask(netif)) ||
        ip4_addr_islinklocal(&address))
        return destination;
    return netif_ip4_gw(netif)->addr;
}

const u8 *neighbour_address(u32 destination)
{
    const struct etharp_entry *entry = &arp_table[etharp_cached_entry];

    if (destination != last_destination) {
        last_destination = destination;
        last_hop = find_hop(destination);
    }
    if (last_hop == 0 || entry->ipaddr.addr != last_hop || entry->state != ETHARP_STATE_STABLE ||
        entry->ctime >= ARP_AGE_REREQUEST_USED_UNICAST)
        return NULL;
    return entry->ethaddr.addr;
}
