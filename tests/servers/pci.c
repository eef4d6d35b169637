/* SPDX-License-Identifier: GPL-2.0-only */
/* The PCI server on a simulated configuration space: a host bridge, a card with two kinds of
 * regions, a device with two functions, bridges that lead to a bus, to their own, and in a
 * circle, and a card that sleeps. */
#include <stdlib.h>

#include "tap.h"
#include "pci.h"
#include "fake_component.h"

/* A function: its registers, and which of their bits can be written. */
struct function {
    u32 place;
    u8 bytes[256], writable[256];
    u8 sizing;                  /* decoding was on while a base address was written */
};

#define PLACE(bus, device, number) ((bus) << 16 | (device) << 11 | (number) << 8)

static struct function functions[16];
static u32 function_count;
static const char *quirk_settings[4];
static char messages[2048];
static u32 delayed;

static struct function *find_function(u32 place)
{
    for (u32 i = 0; i < function_count; i++)
        if (functions[i].place == place)
            return &functions[i];
    return 0;
}

u32 configuration_read(u32 place, u32 offset, u32 width)
{
    struct function *function = find_function(place);
    u32 value = 0xffffffff;

    if (offset % width || offset + width > 256)
        abort();
    if (function)
        memcpy(&value, &function->bytes[offset], width);
    return function ? value & 0xffffffff >> (32 - 8 * width) : value >> (32 - 8 * width);
}

/* A function that wakes from D3 forgets its base addresses and its interrupt line. */
static void wake(struct function *function)
{
    for (u32 i = BASE_ADDRESS; i < BASE_ADDRESS_END; i++)
        function->bytes[i] &= ~function->writable[i];
    function->bytes[INTERRUPT_LINE] = 0;
}

void configuration_write(u32 place, u32 offset, u32 width, u32 value)
{
    struct function *function = find_function(place);

    if (offset % width || offset + width > 256 || !function)
        abort();
    if (offset >= BASE_ADDRESS && offset < BASE_ADDRESS_END && value == 0xffffffff
        && function->bytes[COMMAND] & 3)
        function->sizing = 1;
    if (offset == 0x44 && function->bytes[0x44] == 3 && !(value & 3))
        wake(function);
    for (u32 i = 0; i < width; i++, value >>= 8) {
        u8 mask = function->writable[offset + i];

        function->bytes[offset + i] = (function->bytes[offset + i] & ~mask) | (value & mask);
    }
}

static void set(struct function *function, u32 offset, u32 width, u32 value, u32 writable)
{
    memcpy(&function->bytes[offset], &value, width);
    memcpy(&function->writable[offset], &writable, width);
}

static struct function *add_function(u32 place, u32 vendor, u32 id, u32 subclass, u32 header)
{
    struct function *function = &functions[function_count++];

    function->place = place;
    set(function, VENDOR, 2, vendor, 0);
    set(function, DEVICE, 2, id, 0);
    set(function, COMMAND, 2, 7, 0x0507);
    set(function, SUBCLASS, 2, subclass, 0);
    set(function, HEADER_TYPE, 1, header, 0);
    set(function, INTERRUPT_LINE, 1, 11, 0xff);
    return function;
}

static struct function *add_bridge(u32 place, u32 secondary)
{
    struct function *bridge = add_function(place, 0x1b36, 0x0001, SUBCLASS_PCI_BRIDGE, HEADER_BRIDGE);

    set(bridge, SECONDARY_BUS, 1, secondary, 0);
    return bridge;
}

static void add_card(u32 place)
{
    struct function *card = add_function(place, 0x10ec, 0x8139, 0x0200, HEADER_DEVICE);

    set(card, REVISION, 1, 0x20, 0);
    set(card, CLASS, 1, 0x55, 0);
    set(card, BASE_ADDRESS, 4, 0xc001, 0xffffff00);
    set(card, BASE_ADDRESS + 4, 4, 0xfebd1000, 0xffffff00);
    set(card, BASE_ADDRESS + 8, 4, 0xfe00000c, 0xffff0000);     /* 64 bits, prefetchable */
    set(card, BASE_ADDRESS + 12, 4, 0, 0xffffffff);
    set(card, BASE_ADDRESS + 16, 4, 0x00000004, 0xffff0000);    /* 64 bits, beyond 4 GiB */
    set(card, BASE_ADDRESS + 20, 4, 1, 0xffffffff);
    set(card, SUBSYSTEM_VENDOR, 4, 0x11001af4, 0);
    set(card, INTERRUPT_PIN, 1, 1, 0);
    set(card, CAPABILITIES, 1, 0x40, 0);
    set(card, STATUS, 2, STATUS_CAPABILITIES, 0);
    set(card, 0x40, 2, 0x0001, 0);      /* power management, last in the list */
    set(card, 0x44, 2, 0, 0x0003);
}

static void build_machine(void)
{
    add_function(PLACE(0, 0, 0), 0x8086, 0x1237, SUBCLASS_HOST_BRIDGE, HEADER_DEVICE);
    add_function(PLACE(0, 1, 0), 0x8086, 0x7000, 0x0601, HEADER_DEVICE | HEADER_MULTIFUNCTION);
    add_function(PLACE(0, 1, 3), 0x8086, 0x7113, 0x0680, HEADER_DEVICE);
    add_card(PLACE(0, 3, 0));
    add_function(PLACE(0, 4, 1), 0xdead, 0xbeef, 0x0200, HEADER_DEVICE);       /* not behind a function 0 */
    add_bridge(PLACE(0, 5, 0), 2);
    add_bridge(PLACE(0, 6, 0), 0);
    add_card(PLACE(2, 7, 0));
    add_bridge(PLACE(2, 8, 0), 1);
    add_bridge(PLACE(1, 0, 0), 2);
    add_function(PLACE(1, 2, 0), 0x8086, 0x100e, 0x0200, HEADER_DEVICE);
}

static i32 get_setting(Settings self, const void *name, u32 length, u32 index, void *value, u32 size)
{
    const char *text = length == 5 && !memcmp(name, "quirk", 5) && index < 4 ? quirk_settings[index] : 0;

    (void)self, (void)size;
    if (!text)
        return E_NOENT;
    memcpy(value, text, strlen(text));
    return strlen(text);
}

static void write_log(Log self, const void *text, u32 length)
{
    (void)self;
    if (strlen(messages) + length < sizeof messages)
        strncat(messages, text, length);
}

static status delay(Clock self, u32 microseconds)
{
    (void)self;
    delayed += microseconds;
    return OK;
}

static u32 interrupt_line, port_first, port_count;

static status get_interrupt(Interrupts self, u32 line, Interrupt *interrupt)
{
    (void)self;
    interrupt_line = line;
    *interrupt = 0;
    return line < 16 ? OK : E_RANGE;
}

static status get_range(IoPorts self, u32 first, u32 count, IoPorts *range)
{
    (void)self;
    port_first = first;
    port_count = count;
    *range = 0;
    return OK;
}

static void connect(void)
{
    static const struct Settings_entries settings_entries = { get_setting };
    static const struct Settings_entries *settings_reference = &settings_entries;
    static const struct Log_entries log_entries = { write_log }, *log_reference = &log_entries;
    static const struct Clock_entries clock_entries = { .delay = delay }, *clock_reference = &clock_entries;
    static const struct Interrupts_entries interrupt_entries = { get_interrupt };
    static const struct Interrupts_entries *interrupt_reference = &interrupt_entries;
    static const struct IoPorts_entries port_entries = { 0, 0, get_range }, *port_reference = &port_entries;

    fake_component_start();
    fake_implementations[2].destroy = (void (*)(void *))device_destroy;
    memory = fake_physical_memory();
    deviceRegisters = fake_registers();
    settings = &settings_reference;
    log = &log_reference;
    clock = &clock_reference;
    interrupts = &interrupt_reference;
    ports = devicePorts = &port_reference;
}

static void test_malformed_quirks(void)
{
    static const char *const malformed[] = {
        "", "10ec", "10ec:8139", "10ec:8139 ", "10ec8139 revision=1", "10ec:8139 revision",
        "10ec:8139 revision=",
        "10ec:8139 revision=0x", "10ec:8139 revision=0x100", "10ec:8139 revision=-1", "10ec:813 revision=1",
        "10ec:8139 colour=1", "10ed:8139 revision=1 x", "10ec:8139 class=0x1000000", "10ec:8139,revision=1",
        "10ec:8139 device=4294967297", "10ec:8139 device=0x100000001",
    };

    for (u32 i = 0; i < sizeof malformed / sizeof malformed[0]; i++) {
        char expected[80];

        snprintf(expected, sizeof expected, "pci: malformed quirk `%s`, expected VENDOR:DEVICE KEY=NUMBER",
                 malformed[i]);
        quirk_settings[0] = malformed[i];
        messages[0] = 0;
        is_number(quirks_read(), E_INVAL, "quirk `%s` is refused", malformed[i]);
        ok(!strncmp(messages, expected, strlen(expected)), "and told");
    }
    messages[0] = 0;
}

static struct pci_roots roots;

/* The name lies in a block of its exact size, so that a look past its end is seen. */
static status open_name(const char *name, u32 length, Any *object)
{
    char *copy = malloc(length ? length : 1);
    status result;

    memcpy(copy, name, length);
    result = catalog_open(roots.catalog, copy, length, object);
    free(copy);
    return result;
}

static PciDevice open_device(const char *name, status expected)
{
    Any object = 0;

    is_number(open_name(name, strlen(name), &object), expected, "opening %s", name);
    return (PciDevice)object;
}

static void test_names(void)
{
    const char *name = "device(10ec:8139,1)";
    u32 refused = 0;
    Any object;

    for (u32 cut = 0; cut < strlen(name); cut++)
        refused += open_name(name, cut, &object) < 0;
    is_number(refused, strlen(name), "each truncation of %s is refused", name);
    open_device("device(dead:beef)", E_NOENT);
    open_device("device(10ec:8139,2)", E_NOENT);
    open_device("port(10ec:8139)", E_NOENT);
    open_device("device(10ec:813)", E_INVAL);
    open_device("device(10ec:8139,)", E_INVAL);
    open_device("device(10ec:8139) ", E_INVAL);
    open_device("device(10ec:8139,1,1)", E_INVAL);
}

static u32 count_messages(const char *text)
{
    u32 count = 0;

    for (const char *at = messages; (at = strstr(at, text)); at++)
        count++;
    return count;
}

static void test_scan(void)
{
    is_number(bus_getDeviceCount(roots.bus), 10, "all functions were found, once each");
    is_number(count_messages("pci: quirk 10ec:8139 revision=0x10 (device says 0x20)\n"), 1,
              "the quirk is told once");
    is_number(count_messages("pci: quirk 10ec:8139 subdevice=0x1234 (device says 0x1100)\n"), 1,
              "its other key too");
    is_number(count_messages("pci: quirk 1234:5678 class=0x020000 applies to no device\n"), 1,
              "an idle quirk too");
    is_number(find_function(PLACE(0, 3, 0))->bytes[COMMAND], 3, "the card was forbidden to reach memory");
    is_number(find_function(PLACE(0, 5, 0))->bytes[COMMAND], 7, "the bridge was not");
}

static u32 read_command(u32 place)
{
    return configuration_read(place, COMMAND, 2);
}

static void test_exclusive(void)
{
    PciDevice first = open_device("device(10ec:8139)", OK);
    PciDevice second = open_device("device(10ec:8139,1)", OK), again = 0;
    char name[16] = "";

    open_device("device(10ec:8139)", E_BUSY);
    is_number(bus_findDevice(roots.bus, 0x10ec, 0x8139, 0, &again), E_BUSY, "a device has one driver");
    is_number(device_getName(device_of(first), name, sizeof name - 1), 7, "its name's length");
    is_text(name, "00:03.0", "its name");
    is_number(device_getName(device_of(second), name, 6), E_RANGE, "no room for a name");
    device_getName(device_of(second), name, sizeof name - 1);
    is_text(name, "02:07.0", "the second is behind the bridge");
    device_setMaster(device_of(first), 1);
    is_number(find_function(PLACE(0, 3, 0))->bytes[COMMAND], 7, "it may reach memory now");
    PciDevice_release(first);
    is_number(read_command(PLACE(0, 3, 0)), COMMAND_SILENT, "a released device is silent");
    PciDevice_release(open_device("device(10ec:8139)", OK));
    PciDevice_release(second);
    is_number(bus_getDevice(roots.bus, 10, &again), E_RANGE, "there is no eleventh device");
    is_number(bus_getDevice(roots.bus, 9, &again), OK, "there is a tenth");
    PciDevice_release(again);
}

static u32 read_configuration(PciDevice device, u32 offset, u32 width)
{
    u32 value = 0xabadcafe;

    device_readConfiguration(device_of(device), offset, width, &value);
    return value;
}

static void test_configuration(PciDevice device)
{
    struct device *self = device_of(device);
    u32 value;

    is_number(read_configuration(device, REVISION, 1), 0x10, "revision as declared, 8 bits");
    is_number(read_configuration(device, REVISION, 2), 0x5510, "16 bits");
    is_number(read_configuration(device, REVISION, 4), 0x02005510, "32 bits");
    is_number(read_configuration(device, SUBSYSTEM_VENDOR, 2), 0x1af4, "the field beside it is as it was");
    is_number(read_configuration(device, SUBSYSTEM, 2), 0x1234, "subdevice as declared");
    is_number(read_configuration(device, SUBSYSTEM_VENDOR, 4), 0x12341af4, "both at once");
    is_number(read_configuration(device, 0x2f, 1), 0x12, "its upper byte");
    is_number(read_configuration(device, VENDOR, 4), 0x813910ec, "what no quirk names is the hardware's");
    is_number(device_readConfiguration(self, 256, 1, &value), E_RANGE, "past the end");
    is_number(device_readConfiguration(self, 0xfffffffc, 4, &value), E_RANGE, "far past the end");
    is_number(device_readConfiguration(self, 2, 4, &value), E_INVAL, "not aligned");
    is_number(device_readConfiguration(self, 0, 3, &value), E_INVAL, "three bytes");
    is_number(device_writeConfiguration(self, BASE_ADDRESS, 4, 0), E_ACCESS, "base addresses are kept");
    is_number(device_writeConfiguration(self, BASE_ADDRESS_END - 1, 1, 0), E_ACCESS, "to their last byte");
    is_number(device_writeConfiguration(self, ROM_ADDRESS + 2, 2, 0), E_ACCESS, "so is the ROM's");
    is_number(device_writeConfiguration(self, INTERRUPT_LINE, 4, 0), E_ACCESS, "so is the interrupt line");
    is_number(device_writeConfiguration(self, COMMAND, 2, 7), E_ACCESS, "so is the bus master bit");
    is_number(device_writeConfiguration(self, COMMAND, 2, 0x103), OK, "the rest of that register is free");
    is_number(read_configuration(device, COMMAND, 2), 0x103, "and was written");
    device_writeConfiguration(self, COMMAND, 2, 0);
}

static void test_regions(PciDevice device)
{
    struct device *self = device_of(device);
    struct function *function = find_function(self->place);
    u32 address, size, flags;
    Memory registers;
    IoPorts range;

    device_getRegion(self, 0, &address, &size, &flags);
    ok(address == 0xc000 && size == 0x100 && flags == 1, "ports");
    device_getRegion(self, 1, &address, &size, &flags);
    ok(address == 0xfebd1000 && size == 0x100 && flags == 0, "memory");
    device_getRegion(self, 2, &address, &size, &flags);
    ok(address == 0xfe000000 && size == 0x10000 && flags == 0xc, "memory by 64 bits");
    device_getRegion(self, 3, &address, &size, &flags);
    is_number(size, 0, "its upper half is no region");
    device_getRegion(self, 4, &address, &size, &flags);
    is_number(size, 0, "memory beyond 4 GiB is out of reach");
    is_number(device_getRegion(self, 6, &address, &size, &flags), E_RANGE, "there are six");
    ok(!function->sizing, "nothing was decoded while sizes were found");
    is_number(configuration_read(self->place, BASE_ADDRESS + 4, 4), 0xfebd1000, "the address is still there");
    is_number(device_getMemory(self, 0, &registers), E_TYPE, "ports are not memory");
    is_number(device_getMemory(self, 3, &registers), E_NODEV, "no region, no memory");
    is_number(device_getMemory(self, 0xffffffff, &registers), E_NODEV, "nor at a wild index");
    is_number(device_getMemory(self, 1, &registers), OK, "memory");
    Memory_release(registers);
    is_number(device_getPorts(self, 1, &range), E_TYPE, "memory is not ports");
    is_number(device_getPorts(self, 0, &range), OK, "ports");
    ok(port_first == 0xc000 && port_count == 0x100, "the right ones");
}

static void test_power_and_interrupt(PciDevice device)
{
    struct device *self = device_of(device);
    struct function *function = find_function(self->place);
    Interrupt interrupt;

    device_enable(self);
    is_number(read_command(self->place), 3, "ports and memory are decoded, the interrupt is on");
    is_number(delayed, 0, "a device that is awake needs no time");
    function->bytes[0x44] = 3;
    device_enable(self);
    is_number(function->bytes[0x44], 0, "a sleeping device wakes");
    is_number(delayed, 10000, "after its time");
    is_number(configuration_read(self->place, BASE_ADDRESS, 4), 0xc001, "its port address is restored");
    is_number(configuration_read(self->place, BASE_ADDRESS + 8, 4), 0xfe00000c, "its memory address too");
    is_number(device_getInterrupt(self, &interrupt), OK, "its interrupt");
    is_number(interrupt_line, 11, "is on the restored line");
    function->bytes[INTERRUPT_PIN] = 0;
    is_number(device_getInterrupt(self, &interrupt), E_NODEV, "no pin, no interrupt");
    function->bytes[INTERRUPT_PIN] = 1;
    function->bytes[INTERRUPT_LINE] = 255;
    is_number(device_getInterrupt(self, &interrupt), E_NODEV, "no line, no interrupt");
    function->bytes[0x41] = 0x40;
    function->bytes[0x40] = 5;
    device_enable(self);
    ok(1, "a list of capabilities that is a circle ends");
    device_disable(self);
    is_number(read_command(self->place), COMMAND_SILENT, "it is off");
}

int main(void)
{
    PciDevice device;

    connect();
    build_machine();
    test_malformed_quirks();
    quirk_settings[0] = "10ec:8139  revision=0x10 subdevice=4660";
    quirk_settings[1] = "1234:5678 class=0x020000";
    is_number(construct(&roots), OK, "the server starts");
    test_scan();
    test_names();
    test_exclusive();
    device = open_device("device(10ec:8139)", OK);
    test_configuration(device);
    test_regions(device);
    test_power_and_interrupt(device);
    PciDevice_release(device);
    is_number(fake_references, 0, "no reference is lost");
    return tap_end();
}
