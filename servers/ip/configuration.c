/* SPDX-License-Identifier: GPL-2.0-only */
/* The interface's addresses, from the server's settings. */
#include "ip_server.h"

#include "print.h"

#include "lwip/ip4_addr.h"

#include <string.h>

/* The dotted address that the setting `name` holds, in network byte order. */
static status read_address(const char *name, u32 *address)
{
    char value[32];
    ip4_addr_t parsed;
    i32 length = Settings_get(settings, name, (u32)strlen(name), 0, value, sizeof value - 1);

    if (length < 0) {
        print("ip: setting `%s` is missing; write for example %s=10.0.2.15\n", name, name);
        return length;
    }
    value[length] = 0;
    if (!ip4addr_aton(value, &parsed)) {
        print("ip: setting `%s`: `%s` is no IPv4 address\n", name, value);
        return E_INVAL;
    }
    *address = parsed.addr;
    return OK;
}

status configuration_read(u32 *address, u32 *netmask, u32 *gateway)
{
    status result = read_address("address", address);

    if (result >= 0)
        result = read_address("netmask", netmask);
    if (result >= 0)
        result = read_address("gateway", gateway);
    return result;
}

static void format(char text[static IP4ADDR_STRLEN_MAX], u32 address)
{
    ip4_addr_t value = {address};

    ip4addr_ntoa_r(&value, text, IP4ADDR_STRLEN_MAX);
}

void configuration_print(u32 address, u32 netmask, u32 gateway)
{
    char own[IP4ADDR_STRLEN_MAX], mask[IP4ADDR_STRLEN_MAX], router[IP4ADDR_STRLEN_MAX];

    format(own, address);
    format(mask, netmask);
    format(router, gateway);
    print("ip: address %s netmask %s gateway %s\n", own, mask, router);
}
