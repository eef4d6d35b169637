/* SPDX-License-Identifier: GPL-2.0-only */
/* What the probe tries of the PCI server: the machine has an RTL-8139 on bus 0 and an e1000
 * behind a bridge. */
#include "probe.h"
#include "port_io.h"

#define STATION_ADDRESS 0x12005452      /* the first four bytes of 52:54:00:12:34:56 */

static void probe_ports(PciDevice device)
{
    u32 address, size, flags;
    IoPorts ports;

    PciDevice_getRegion(device, 0, &address, &size, &flags);
    check(size == 0x100 && flags == 1, "pci: a region of ports");
    check_number(PciDevice_getPorts(device, 0, &ports), OK, "pci: its ports");
    check_number(Component_enablePorts(component, ports), OK, "pci: enabled");
    check_number(IoPorts_getFirst(ports), address, "pci: where they are");
    check_number(port_read32(address), STATION_ADDRESS, "pci: the station address through ports");
    IoPorts_release(ports);
}

static void probe_memory(PciDevice device)
{
    u32 address, size, flags, mapped;
    Memory registers;

    PciDevice_getRegion(device, 1, &address, &size, &flags);
    check(size == 0x100 && flags == 0, "pci: a region of memory");
    check_number(PciDevice_getMemory(device, 1, &registers), OK, "pci: its memory");
    check_number(Component_map(component, (Any)registers, &mapped), OK, "pci: mapped");
    Memory_release(registers);
    check_number(*(volatile u32 *)mapped, STATION_ADDRESS, "pci: the station address through memory");
    Component_unmap(component, mapped);
}

static void probe_card(PciDevice device)
{
    u32 value, address, size, flags;
    Memory block;

    PciDevice_readConfiguration(device, 8, 1, &value);
    check_number(value, 0x10, "pci: the quirk shows in the revision");
    PciDevice_readConfiguration(device, 4, 2, &value);
    check_number(value & 4, 0, "pci: the card may not reach memory");
    check_number(PciDevice_enable(device), OK, "pci: the card is enabled");
    PciDevice_setMaster(device, 1);
    PciDevice_readConfiguration(device, 4, 2, &value);
    check_number(value & 7, 7, "pci: now it may, and decodes");
    probe_ports(device);
    probe_memory(device);
    check_number(PciDevice_allocateDma(device, 8192, &block), OK, "pci: memory for the device");
    Memory_release(block);
    PciDevice_getRegion(device, 0, &address, &size, &flags);
    PciDevice_release(device);
    check_number(port_read32(address), 0xffffffff, "pci: a released card decodes nothing");
}

void probe_pci(void)
{
    PciDevice device, again;
    char name[16] = "";

    check_number(PciBus_findDevice(bus, 0x10ec, 0x8139, 0, &device), OK, "pci: the card is there");
    check_number(PciBus_findDevice(bus, 0x10ec, 0x8139, 0, &again), E_BUSY, "pci: once");
    probe_card(device);
    check_number(PciBus_findDevice(bus, 0x10ec, 0x8139, 1, &device), E_NOENT, "pci: there is one");
    check_number(PciBus_findDevice(bus, 0x8086, 0x100e, 0, &device), OK, "pci: a card behind a bridge");
    PciDevice_getName(device, name, sizeof name - 1);
    check(!strcmp(name, "01:03.0"), "pci: its place");
    PciDevice_release(device);
}
