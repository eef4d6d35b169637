/* SPDX-License-Identifier: GPL-2.0-only */
/* lwIP's view of the network interface (interface.h), and small helpers that all
 * network servers share. */
#include "interface.h"

#include "lwip/mem.h"
#include "lwip/memp.h"

#include <string.h>

struct netif network_interface;

static err_t no_initialisation(struct netif *netif)
{
    (void)netif;
    return ERR_OK;
}

/* lwIP would hand over received frames here; in this stack they come by an interface. */
static err_t drop(struct pbuf *p, struct netif *netif)
{
    (void)netif;
    pbuf_free(p);
    return ERR_OK;
}

void network_interface_start(u32 address, u32 netmask, u32 gateway, u32 mtu, const u8 *station)
{
    struct netif *netif = &network_interface;
    ip4_addr_t own = {address}, mask = {netmask}, router = {gateway};

    netif_add(netif, &own, &mask, &router, NULL, no_initialisation, drop);
    netif->mtu = (u16_t)mtu;
    netif->name[0] = 'e';
    netif->name[1] = 'n';
    netif->flags |= NETIF_FLAG_BROADCAST;
    if (station != NULL) {
        netif->flags |= NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET;
        netif->hwaddr_len = NETIF_MAX_HWADDR_LEN;
        memcpy(netif->hwaddr, station, NETIF_MAX_HWADDR_LEN);
    }
    netif_set_default(netif);
    netif_set_up(netif);
}

void network_memory_start(void)
{
    mem_init();
    memp_init();
    netif_init();
}

status status_of_error(err_t error)
{
    switch (error) {
    case ERR_OK:
        return OK;
    case ERR_MEM:
        return E_NOMEM;
    case ERR_BUF:
        return E_NOBUFS;
    case ERR_RTE:
        return E_HOSTUNREACH;
    case ERR_USE:
        return E_ADDRINUSE;
    case ERR_ABRT:
        return E_CONNABORTED;
    case ERR_RST:
        return E_CONNRESET;
    case ERR_CLSD:
    case ERR_CONN:
        return E_NOTCONN;
    case ERR_TIMEOUT:
        return E_TIMEDOUT;
    case ERR_VAL:
    case ERR_ARG:
        return E_INVAL;
    default:
        return E_IO;
    }
}

err_t error_of_status(status result)
{
    if (result >= 0)
        return ERR_OK;
    switch (result) {
    case E_NOMEM:
    case E_NOSPC:
    case E_NOBUFS:
        return ERR_MEM;
    case E_HOSTUNREACH:
        return ERR_RTE;
    case E_INVAL:
    case E_MSGSIZE:
        return ERR_VAL;
    default:
        return ERR_IF;
    }
}

u32 periods_passed(u32 *last, u32 now, u32 milliseconds)
{
    u32 periods = (now - *last) / milliseconds;

    if (periods > 4) {
        *last = now;
        return 4;
    }
    *last += periods * milliseconds;
    return periods;
}
