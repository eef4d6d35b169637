/* SPDX-License-Identifier: GPL-2.0-only */
/* Configuration mechanism 1: an address port and a data port (section 3.2.2.3.2). That an
 * access takes two instructions is one reason why the server is serialised.
 */
#include "pci.h"
#include "port_io.h"

#define ADDRESS_PORT    0xcf8
#define DATA_PORT       0xcfc
#define ADDRESS_ENABLE  0x80000000u

u32 configuration_read(u32 place, u32 offset, u32 width)
{
    u16 port = DATA_PORT + (offset & 3);

    port_write32(ADDRESS_PORT, ADDRESS_ENABLE | place | (offset & ~3u));
    if (width == 1)
        return port_read8(port);
    if (width == 2)
        return port_read16(port);
    return port_read32(port);
}

void configuration_write(u32 place, u32 offset, u32 width, u32 value)
{
    u16 port = DATA_PORT + (offset & 3);

    port_write32(ADDRESS_PORT, ADDRESS_ENABLE | place | (offset & ~3u));
    if (width == 1)
        port_write8(port, value);
    else if (width == 2)
        port_write16(port, value);
    else
        port_write32(port, value);
}
