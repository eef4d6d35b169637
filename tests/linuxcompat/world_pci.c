// SPDX-License-Identifier: GPL-2.0-only
/* The device's part of the world: PCI, interrupts, memory that it reaches. */
#include <stdlib.h>
#include <string.h>

#include "objects.h"
#include "world.h"

#define LINE 11
#define PORTS 0xc000
#define REGISTERS 0xfeb00000u
#define FIRST_DMA 0x100000u

unsigned char world_configuration[256] = {
    [0] = 0xec, 0x10, 0x39, 0x81,           /* vendor, device */
    [8] = 0x10, 0x00, 0x00, 0x02,           /* revision 0x10; class 020000, Ethernet */
    [0x2c] = 0xf4, 0x1a, 0x00, 0x11,        /* subsystem */
    [0x3c] = LINE, 1,
};
unsigned world_master, world_enabled;
unsigned char world_registers[256];
static unsigned dma_bytes;

static status read_configuration(PciDevice self, u32 offset, u32 width, u32 *value)
{
    *value = 0;
    if (offset + width > 256 || offset % width)
        return E_RANGE;
    memcpy(value, world_configuration + offset, width);
    return OK;
}

static status write_configuration(PciDevice self, u32 offset, u32 width, u32 value)
{
    if (offset + width > 256 || offset % width)
        return E_RANGE;
    memcpy(world_configuration + offset, &value, width);
    return OK;
}

static status enable(PciDevice self)
{
    world_enabled = 1;
    return OK;
}

static status disable(PciDevice self)
{
    world_enabled = 0;
    return OK;
}

static status set_master(PciDevice self, u32 on)
{
    world_master = on;
    return OK;
}

static status get_region(PciDevice self, u32 index, u32 *address, u32 *size, u32 *flags)
{
    *address = index == 0 ? PORTS : index == 1 ? REGISTERS : 0;
    *size = index <= 1 ? sizeof world_registers : 0;
    *flags = index == 0;
    return index < 6 ? OK : E_RANGE;
}

static status get_memory(PciDevice self, u32 index, Memory *memory)
{
    if (index != 1)
        return index ? E_NODEV : E_TYPE;
    *memory = memory_of(world_registers, sizeof world_registers, REGISTERS, 0);
    return OK;
}

static status get_ports(PciDevice self, u32 index, IoPorts *ports)
{
    static const struct IoPorts_entries entries;

    if (index != 0)
        return E_TYPE;
    *ports = object_new(sizeof(struct object), &entries, "ports", NULL);
    return OK;
}

/* Interrupts. */

struct registration {
    struct object object;
    InterruptHandler handler;
    struct registration *next;
};

static struct registration *registered;
static unsigned masked;

static void unregister(struct object *object)
{
    struct registration **link = &registered;

    while (*link != (struct registration *)object)
        link = &(*link)->next;
    *link = (*link)->next;
    object_release((struct object *)((struct registration *)object)->handler);
}

static status interrupt_connect_handler(Interrupt self, InterruptHandler handler, Registration *registration)
{
    static const struct Registration_entries { char none; } entries;
    struct registration *object = object_new(sizeof *object, &entries, "registration", unregister);

    object_hold((struct object *)handler);
    object->handler = handler;
    object->next = registered;
    registered = object;
    *registration = (Registration)object;
    return OK;
}

static void interrupt_mask_line(Interrupt self)
{
    masked++;
}

static void interrupt_unmask_line(Interrupt self)
{
    masked--;
}

static u32 interrupt_line(Interrupt self)
{
    return LINE;
}

unsigned world_interrupt(void)
{
    unsigned theirs = 0;

    for (struct registration *at = registered, *next; at && !masked; at = next) {
        next = at->next;
        object_hold(&at->object);
        theirs += InterruptHandler_handle(at->handler);
        object_release(&at->object);
    }
    return theirs;
}

static InterruptHandler kept;

void world_keep_handler(void)
{
    kept = registered->handler;
    object_hold((struct object *)kept);
}

unsigned world_interrupt_late(void)
{
    unsigned theirs = InterruptHandler_handle(kept);

    object_release((struct object *)kept);
    return theirs;
}

unsigned world_handlers(void)
{
    return objects_alive("registration");
}

static status get_interrupt(PciDevice self, Interrupt *interrupt)
{
    static const struct Interrupt_entries entries = {
        interrupt_connect_handler, interrupt_mask_line, interrupt_unmask_line, interrupt_line
    };

    *interrupt = object_new(sizeof(struct object), &entries, "interrupt", NULL);
    return OK;
}

/* DMA. */

static struct {
    unsigned char *bytes;
    unsigned size;
} dma[16];

static status allocate_dma(PciDevice self, u32 size, Memory *memory)
{
    static unsigned next;

    if (world_memory == 0 || next >= 16)
        return E_NOMEM;
    dma[next].bytes = calloc(1, size);
    dma[next].size = size;
    *memory = memory_of(dma[next].bytes, size, FIRST_DMA * (next + 1), 1);
    next++;
    dma_bytes += size;
    return OK;
}

void *world_dma(unsigned address)
{
    unsigned index = address / FIRST_DMA - 1;

    if (index >= 16 || address % FIRST_DMA >= dma[index].size)
        return NULL;
    return dma[index].bytes + address % FIRST_DMA;
}

unsigned world_dma_bytes(void)
{
    return dma_bytes;
}

static i32 get_name(PciDevice self, void *name, u32 size)
{
    memcpy(name, "00:03.0", 7);
    return 7;
}

const struct PciDevice_entries pci_entries = {
    .readConfiguration = read_configuration, .writeConfiguration = write_configuration, .enable = enable,
    .disable = disable, .setMaster = set_master, .getRegion = get_region, .getMemory = get_memory,
    .getPorts = get_ports, .getInterrupt = get_interrupt, .allocateDma = allocate_dma, .getName = get_name
};
