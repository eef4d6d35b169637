// SPDX-License-Identifier: GPL-2.0-only
/* A driver server's life and what NetworkDevice answers: settings, ids, failing probes, addresses,
 * filters, ethtool. */
#include "card.h"

#include "linuxcompat/server/activity.h"
#include "network.server.h"

static int fails(void)
{
    world_log_clear();
    return world_construct();
}

static void settings_tests(void)
{
    world_setting("level", "many");
    check_number(fails(), -EINVAL, "a setting that is no number fails the constructor");
    check(world_logged("setting level: 'many' is not of type int"), "and is named");
    world_setting("level", "-0x7");
    world_setting("list", "1,2,3,4,5");
    check_number(fails(), -EINVAL, "so does a list that is too long");
    check(world_logged("list of ushort, at most 4"), "and says so");
    world_setting("list", "1,65536");
    check_number(fails(), -EINVAL, "a value that does not fit its type");
    world_setting("list", "10,20,30");
    world_setting("small", "256");
    check_number(fails(), -EINVAL, "nor into a byte");
    world_setting("small", "255");
    world_setting("choice", "perhaps");
    check_number(fails(), -EINVAL, "a bool is y or n");
    world_setting("choice", "y");
}

static void device_tests(void)
{
    world_configuration[2] = 0x38;
    check_number(fails(), -ENODEV, "a device that is not in the table fails the constructor");
    check(world_logged("the device 0000:00:03.0 is 10ec:8138 (subsystem 1af4:1100, class 020000)")
          && world_logged("8086:1229 10ec:8139 10ec:8139 class 030000/ff0000 10ec:8139\n"),
          "the message names both ids");
    world_configuration[2] = 0x39;
    probe_error = -EIO;
    check_number(fails(), -EIO, "a probe that fails does too");
    check(world_logged("probe failed with error -5"), "with its error");
    check_number(world_threads(), 0, "no thread of it stays");
    check_number(world_master, 0, "and the device may not reach memory");
    probe_error = 0;
    world_memory = 2;
    check(fails() < 0, "memory that is short does too");
    world_memory = -1;
    world_setting("name", "some text, with a comma");
    check_number(fails(), 0, "without faults it is constructed");
    check(level == -7 && flag && list_length == 3 && list[0] == 10 && list[2] == 30 && small == 255
          && !strcmp(name_of_it, "some text, with a comma"), "the settings are in their variables");
    check_number(world_master, 1, "the probe turned bus mastering on");
    kfree(name_of_it);
}

static void start_tests(void)
{
    open_error = -ENOMEM;
    check_number(world_start(), -ENOMEM, "a start that fails says why");
    open_error = 0;
    validate_error = -EADDRNOTAVAIL;
    check_number(world_start(), -EADDRNOTAVAIL, "so does an address that is none");
    validate_error = 0;
    check(!netif_running(card->dev), "the device is down");
    check_number(network_device_stop(world_device), OK, "stopping a device that is down does nothing");
    check_number(world_start(), OK, "it starts");
    check(netif_running(card->dev) && card->dev->flags & IFF_UP && card->filters == 1,
          "it is up and has its filter");
    check_number(world_start(), E_BUSY, "starting it again is refused");
    card->arrived = 1;
    world_interrupt();
}

static void address_tests(void)
{
    u8 address[6];

    check(network_device_getAddress(world_device, address) == OK && !memcmp(address, "\2\0\0\0\0\1", 6),
          "the station address");
    check_number(network_device_setAddress(world_device, "\1\0\0\0\0\1"), E_INVAL,
          "a group address is refused");
    check_number(network_device_setAddress(world_device, "\0\0\0\0\0\0"), E_INVAL, "so is none");
    check_number(network_device_setAddress(world_device, "\2\0\0\0\0\2"), -EBUSY,
                 "eth_mac_addr refuses while the device is up");
    check_number(network_device_getMtu(world_device), 1500, "the MTU");
    check_number(network_device_setMtu(world_device, 1700), OK, "can be set");
    check_number(network_device_getMtu(world_device), 1700, "is set");
    check(network_device_setMtu(world_device, 1701) == E_INVAL && network_device_setMtu(world_device,
          67) == E_INVAL
          && network_device_setMtu(world_device, 0xffffffff) == E_INVAL, "and bounded by the device");
}

static unsigned multicast_count(void)
{
    struct netdev_hw_addr *address;
    unsigned number = 0;

    netdev_for_each_mc_addr(address, card->dev)
        number++;
    return number == (unsigned)netdev_mc_count(card->dev) ? number : ~0u;
}

static void filter_tests(void)
{
    static const u8 groups[] = { 1, 0, 0x5e, 0, 0, 1, 1, 0, 0x5e, 0, 0, 2, 0x33, 0x33, 0, 0, 0, 1 };
    unsigned before = card->filters;

    check(network_device_setFilter(world_device, 1, 0, groups, 18) == OK && card->filters == before + 1,
          "a filter is given to the driver");
    check(multicast_count() == 3 && card->dev->flags & IFF_PROMISC && !(card->dev->flags & IFF_ALLMULTI),
          "with its addresses and flags");
    check(network_device_setFilter(world_device, 0, 1, groups + 6, 6) == OK && multicast_count() == 1
          && !(card->dev->flags & IFF_PROMISC) && card->dev->flags & IFF_ALLMULTI, "another replaces it");
    check(network_device_setFilter(world_device, 2, 0, groups, 6) == E_INVAL
          && network_device_setFilter(world_device, 0, 0, groups, 7) == E_INVAL
          && network_device_setFilter(world_device, 0, 0, "\2\0\0\0\0\1", 6) == E_INVAL,
          "malformed ones are refused");
    world_memory = 2;
    check(network_device_setFilter(world_device, 0, 0, groups, 18) == E_NOMEM && multicast_count() == 1,
          "without memory the old one stays");
    world_memory = -1;
}

static void counter_tests(void)
{
    u32 low = 1, high = 1;

    check(network_device_getCounter(world_device, 0, &low, &high) == OK && low == 1 && !high,
          "received frames");
    card->dev->stats.collisions = 77;
    check(network_device_getCounter(world_device, 9, &low, &high) == OK && low == 77, "the last counter");
    check_number(network_device_getCounter(world_device, 10, &low, &high), E_RANGE, "there is no other");
}

static void ethtool_tests(void)
{
    u32 speed = 0, duplex = 0, negotiates = 0, low = 0, high = 0, value = 0;
    char text[161] = { 0 };
    u8 registers[32];

    check(network_device_getLinkSettings(world_device, &speed, &duplex, &negotiates) == OK && speed == 100
          && duplex == 1 && negotiates == 1, "link settings");
    check_number(network_device_restartNegotiation(world_device), E_NOTSUP,
          "what the driver lacks is not supported");
    check(network_device_getStatisticName(world_device, 0, text, 32) == 5 && !memcmp(text, "polls", 5),
          "names of statistics");
    check_number(network_device_getStatisticName(world_device, 1, text, 32), 32,
          "a name without an end ends");
    check_number(network_device_getStatisticName(world_device, 0, text, 3), 3,
          "and at what the caller has room for");
    check_number(network_device_getStatisticName(world_device, 2, text, 32), E_RANGE, "there are two");
    check(network_device_getStatistic(world_device, 1, &low, &high) == OK && low == 0x9abcdef0
          && high == 0x12345678,
          "their values");
    check_number(network_device_getStatistic(world_device, 0xffffffff, &low, &high), E_RANGE,
          "and no others");
    statistics = 1025;
    check(network_device_getStatisticName(world_device, 0, text, 32) == E_RANGE
          && network_device_getStatistic(world_device, 0, &low, &high) == E_RANGE,
          "of more than are provided for, none: the driver writes all that it has");
    statistics = 2;
    memset(text, 0, sizeof text);
    check(network_device_getDriverInformation(world_device, text, 160) == 22
          && !strcmp(text, "card\n1.5\n0000:00:03.0\n"), "driver, version, address");
    check_number(network_device_getDriverInformation(world_device, text, 4), 4, "as far as there is room");
    check(network_device_getRegisters(world_device, registers, 32) == 16 && registers[15] == 0x5a,
          "registers");
    check_number(network_device_getRegisters(world_device, registers, 3), 3, "as far as there is room");
    check(network_device_setMessageLevel(world_device, 0xff) == OK && card->msg_enable == 0xff,
          "message level");
    check(network_device_readPhy(world_device, 1, 2, &value) == OK && value == 0x102, "registers of the PHY");
    check(network_device_readPhy(world_device, 1, 32, &value) == E_RANGE
          && network_device_readPhy(world_device, 0x10000, 0, &value) == E_RANGE, "and no others");
}

static void interrupt_waits(void)
{
    world_interrupt_late();
}

/* What disable_irq() and free_irq() promise about a handler whose thread waits for the server. */
static void disabling_tests(void)
{
    Interrupt interrupt = interrupt_of(11);
    struct task_struct task;
    unsigned before = card->interrupts;

    activity_enter(&task, "driver");
    world_keep_handler();
    interrupt_disable(interrupt);
    interrupt_disable(interrupt);
    world_later(0, interrupt_waits);
    msleep(5);
    check_number(card->interrupts - before, 0, "while an interrupt is disabled no handler is called");
    check(!world_interrupt(), "and the line is masked");
    interrupt_enable(interrupt);
    msleep(5);
    check_number(card->interrupts - before, 0, "disabling counts");
    interrupt_enable(interrupt);
    check_number(card->interrupts - before, 0, "enabling does not call it at once");
    msleep(1);
    check_number(card->interrupts - before, 1, "but soon: the interrupt is not lost");
    world_log_clear();
    interrupt_enable(interrupt);
    check(world_logged("that is not disabled"), "enabling it once too often is reported");
    interrupt_disable(interrupt_of(12));
    interrupt_enable(interrupt_of(12));

    world_keep_handler();
    world_later(0, interrupt_waits);
    interrupt_disable(interrupt);
    msleep(5);
    interrupt_disconnect(interrupt, card->dev);
    msleep(5);
    interrupt_enable(interrupt);
    msleep(5);
    check_number(card->interrupts - before, 1, "one that is disconnected meanwhile is not called");
    interrupt_connect(interrupt, card_interrupt, IRQF_SHARED, card->dev->name, card->dev);
    activity_leave(&task);
}

static void end_tests(void)
{
    u32 low, high;
    unsigned interrupts = card->interrupts;

    world_keep_handler();
    network_device_stop(world_device);
    card->arrived = 1;
    check(world_interrupt_late() == 0 && card->interrupts == interrupts,
          "an interrupt that waited while it was disconnected is not handled");
    card->arrived = 0;
    world_start();

    world_listen(1);
    netif_carrier_off(card->dev);
    world_send("\2\0\0\0\0\1\2\0\0\0\0\2\10\0", 14);
    world_destruct();
    check_number(world_handlers(), 0, "the destructor disconnects the interrupt");
    check_number(world_master, 0, "and turns bus mastering off");
    check_number(world_link_changes, 0, "nobody is told of the link any more");
    check(network_device_stop(world_device) == E_GONE && network_device_getCounter(world_device, 0, &low,
          &high) == E_GONE
          && network_device_setMtu(world_device, 1500) == E_GONE && !network_device_getLink(world_device)
          && network_device_getRegisters(world_device, &low, 4) == E_GONE,
          "NetworkDevice answers that it is gone");
    network_device_transmit(world_device);
    check_number(world_threads(), 0, "all threads have ended");
}

int main(void)
{
    world_begin();
    settings_tests();
    device_tests();
    start_tests();
    address_tests();
    filter_tests();
    counter_tests();
    ethtool_tests();
    disabling_tests();
    end_tests();
    return world_end();
}
