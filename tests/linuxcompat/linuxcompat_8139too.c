// SPDX-License-Identifier: GPL-2.0-only
/* Linux's 8139too.c, converted and compiled under sanitizers, drives a model of its card. */
#include <linux/crc32.h>
#include <linux/etherdevice.h>
#include <linux/netdevice.h>

#include "model/rtl8139.h"
#include "network.server.h"
#include "world.h"

static u8 frame[1514] = { 0x52, 0x54, 0, 0x12, 0x34, 0x56, 2, 0, 0, 0, 0, 9, 8, 0 };
static u8 taken[2048];

/* The card's interrupt fires as long as it asks for it. */
static void serve(void)
{
    for (int i = 0; i < 100 && rtl8139_interrupts(); i++)
        world_interrupt();
    check(!rtl8139_interrupts(), "the driver serves its card");
}

static void fill(unsigned length, unsigned seed)
{
    for (unsigned i = 14; i < length; i++)
        frame[i] = i * 7 + seed;
}

static void receiving(void)
{
    unsigned wrong = 0, received = 0;

    for (unsigned i = 0; i < 500; i++) {        /* some times around the ring of 32 KiB */
        unsigned length = 60 + i * 37 % 1455;

        fill(length, i);
        if (!rtl8139_receive(frame, length))
            break;
        world_interrupt();
        received += world_received();
        wrong += world_receive(taken, sizeof taken) != length || memcmp(taken, frame, length) != 0;
    }
    check(received == 500 && !wrong, "500 frames arrive, each byte of them (%u, %u wrong)", received, wrong);
    for (unsigned i = 0; i < 20; i++) {
        fill(1000, i);
        rtl8139_receive(frame, 1000);
    }
    serve();
    check_number(world_received(), 20, "many frames at one interrupt");
    while (world_receive(taken, sizeof taken))
        wrong += taken[14] != (u8)(14 * 7 + 20 - 1 - world_received());
    check(!wrong, "in order");

    rtl8139_receive_status(frame, 100, 0x0004);     /* a wrong CRC */
    serve();
    {
        u32 low = 0, high;

        network_device_getCounter(world_device, 4, &low, &high);
        check(low && !world_received(), "a frame with an error is counted, and not passed on");
    }
    rtl8139_receive(frame, 100);
    serve();
    check_number(world_receive(taken, sizeof taken), 100, "the receiver works afterwards");

    world_packets_free = 0;
    rtl8139_receive(frame, 100);
    serve();
    world_packets_free = WORLD_PACKETS;
    check_number(world_received(), 0, "without packets a frame is dropped");
    rtl8139_receive(frame, 200);
    serve();
    check_number(world_receive(taken, sizeof taken), 200, "and the next arrives");
}

static void sending(void)
{
    unsigned wrong = 0;

    for (unsigned i = 0; i < 50; i++) {
        unsigned length = 60 + i * 29;

        fill(length, i);
        world_send(frame, length);
        network_device_transmit(world_device);
        wrong += rtl8139_last_length != length || memcmp(rtl8139_last, frame, length) != 0;
        serve();
    }
    check(rtl8139_sent == 50 && !wrong, "50 frames leave, each byte of them");
    world_send(frame, 20);
    network_device_transmit(world_device);
    serve();
    check(rtl8139_last_length == 60 && !memcmp(rtl8139_last, frame, 20) && !rtl8139_last[20]
          && !rtl8139_last[59],
          "a short one is padded with zeros");

    rtl8139_holds_frames = 1;
    for (unsigned i = 0; i < 10; i++)
        world_send(frame, 100 + i);
    network_device_transmit(world_device);
    check(world_sending() == 6, "the driver stops the queue when its four descriptors are taken");
    rtl8139_holds_frames = 0;
    rtl8139_send_held();
    serve();
    world_sleep(1);
    serve();
    check(!world_sending() && rtl8139_last_length == 109, "and goes on when the card has sent them");
    check_number(world_packets_free, WORLD_PACKETS, "the packets are free");
}

static void watchdog(void)
{
    unsigned sent = rtl8139_sent;

    rtl8139_holds_frames = 1;
    for (unsigned i = 0; i < 4; i++)
        world_send(frame, 100);
    network_device_transmit(world_device);
    world_log_clear();
    world_sleep(20000);
    check(world_logged("timed out"), "a card that sends nothing is noticed");
    rtl8139_holds_frames = 0;
    world_send(frame, 300);
    network_device_transmit(world_device);
    serve();
    check(rtl8139_sent > sent && rtl8139_last_length == 300, "the driver resets it, and it sends again");
    rtl8139_receive(frame, 100);
    serve();
    check_number(world_receive(taken, sizeof taken), 100, "and receives");
}

static void links(void)
{
    world_listen(1);
    world_log_clear();
    rtl8139_link(0);
    serve();
    world_sleep(1);
    check(world_link_changes == 1 && !network_device_getLink(world_device) && world_logged("link down"),
          "the link goes down");
    rtl8139_link(1);
    serve();
    world_sleep(1);
    check(world_link_changes == 2 && network_device_getLink(world_device)
          && world_logged("link up, 100Mbps, full"),
          "and up");
}

static void filters(void)
{
    static const u8 group[6] = { 1, 0, 0x5e, 0, 0, 0xfb };
    unsigned hash = ether_crc(6, group) >> 26;

    check(!rtl8139_accepts_hash(hash), "no group is received");
    network_device_setFilter(world_device, 0, 0, group, 6);
    check(rtl8139_accepts_hash(hash) && !rtl8139_accepts_hash(hash ^ 1),
          "a multicast address is given to the card");
    network_device_setFilter(world_device, 1, 0, NULL, 0);
    check(rtl8139_receive_configuration() & 1, "so is promiscuity");
    network_device_setFilter(world_device, 0, 0, NULL, 0);
    check(!(rtl8139_receive_configuration() & 1) && !rtl8139_accepts_hash(hash), "and its end");
}

static void answers(void)
{
    u32 speed = 0, duplex = 0, negotiates = 0, value = 0, low, high;
    u8 address[6] = { 0 };
    char text[161] = { 0 };
    static u8 registers[4096];

    check(network_device_getLinkSettings(world_device, &speed, &duplex, &negotiates) == OK && speed == 100
          && duplex && negotiates, "link settings, by MII");
    check_number(network_device_restartNegotiation(world_device), OK, "negotiation starts again");
    network_device_getDriverInformation(world_device, text, 160);
    check(!strcmp(text, "8139too\n0.9.28\n0000:00:03.0\n"), "the driver and its version");
    check(network_device_getStatisticName(world_device, 3, text, 32) == 15
          && !memcmp(text, "rx_lost_in_ring", 15)
          && network_device_getStatistic(world_device, 2, &low, &high) == OK && low == 1, "its statistics");
    check(network_device_getRegisters(world_device, registers, sizeof registers) == 256
          && registers[0] == 0x52,
          "its registers");
    check(network_device_readPhy(world_device, 32, 1, &value) == OK && value == 0x782d, "its PHY's");
    check(network_device_getAddress(world_device, address) == OK
          && !memcmp(address, "\x52\x54\0\x12\x34\x56", 6),
          "its address, from the EEPROM");
    check(network_device_setAddress(world_device, "\2\1\2\3\4\5") == OK
          && network_device_getAddress(world_device, address) == OK && address[5] == 5,
          "which can be changed");
    check_number(network_device_setMtu(world_device, 1770), OK, "the MTU");
    check_number(network_device_setMtu(world_device, 1771), E_INVAL, "as far as the card allows");
    check_number(network_device_setMessageLevel(world_device, 0x7fff), OK, "the message level");
    check(network_device_getCounter(world_device, 0, &low, &high) == OK && low > 500
          && network_device_getCounter(world_device, 1, &low, &high) == OK && low > 50, "and counters");
}

int main(void)
{
    world_begin();
    world_configuration[8] = 0x20;
    check_number(world_construct(), -ENODEV, "an 8139C+ is refused by the driver");
    check(world_logged("is an enhanced 8139C+ chip, use 8139cp"), "and it says why");
    world_configuration[8] = 0x10;
    check_number(world_construct(), 0, "an 8139 is accepted");
    check(world_logged("RealTek RTL8139 at") && world_logged("52:54:00:12:34:56, IRQ 11"), "and introduced");
    check_number(world_start(), OK, "it starts");
    check_number(world_dma_bytes(), 32768 + 16 + 2048 + 4 * 1792, "with its rings");
    receiving();
    sending();
    links();
    filters();
    watchdog();
    answers();
    check_number(network_device_stop(world_device), OK, "it stops");
    check_number(world_start(), OK, "and starts again");
    rtl8139_receive(frame, 100);
    serve();
    check_number(world_receive(taken, sizeof taken), 100, "and works");
    world_destruct();
    check(!world_master && !world_enabled, "in the end the card is off");
    return world_end();
}
