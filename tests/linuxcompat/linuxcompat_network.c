// SPDX-License-Identifier: GPL-2.0-only
/* A network driver in operation: NAPI, the transmit queue, the watchdog, the link. */
#include "card.h"

#include "linuxcompat/server/activity.h"
#include "network.server.h"

static u8 frame[1514] = { 2, 0, 0, 0, 0, 9, 2, 0, 0, 0, 0, 1, 8, 0 };
static u8 taken[2048];

static void drain(void)
{
    while (world_receive(taken, sizeof taken))
        ;
}

/* NAPI. */

static void polling(void)
{
    check_number(world_interrupt(), 0, "a handler that finds nothing says so");
    card->arrived = 10;
    check_number(world_interrupt(), 1, "one that finds its card does too");
    check(card->polls == 1 && card->work == 10 && card->completed == 1,
          "the poll runs when the handler returns");
    check_number(world_received(), 10, "what it received is in the queue");
    check_number(world_receive(taken, sizeof taken), 60, "with its header");
    check(taken[0] == 10 && taken[59] == 10, "and its bytes");
    drain();

    card->polls = card->completed = 0;
    card->arrived = NAPI_POLL_WEIGHT;
    world_packets_free = 0;             /* nothing can be allocated, and that is counted */
    world_interrupt();
    check(card->polls == 2 && card->completed == 1, "a poll that used its budget is called again");
    check_number(card->dev->stats.rx_dropped, NAPI_POLL_WEIGHT, "without packets all is dropped");
    world_packets_free = WORLD_PACKETS;

    world_receive_capacity = 4;
    network_device_stop(world_device);
    world_start();
    card->arrived = 6;
    world_interrupt();
    check_number(world_received(), 4, "a queue that is full takes no more");
    {
        u32 low, high;

        check(network_device_getCounter(world_device, 6, &low, &high) == OK && low == NAPI_POLL_WEIGHT + 2,
              "what it does not take is counted");
    }
    drain();
    check_number(world_packets_free, WORLD_PACKETS, "and nothing is lost of the packets");
}

static bool polled_in_thread;

static int endless_poll(struct napi_struct *napi, int budget)
{
    polled_in_thread |= strcmp(current->comm, "softirq") == 0;
    card->polls++;
    if (card->polls < 100000)
        return budget;
    napi_complete_done(napi, 0);
    return 0;
}

static void flood(void)
{
    card->polls = 0;
    card->napi.poll = endless_poll;
    card->arrived = 1;
    world_interrupt();
    check(card->polls <= 10 * 300 / NAPI_POLL_WEIGHT + 10,
          "the interrupt's thread polls for a limited time (%u polls)",
          card->polls);
    card->polls = 99990;
    world_sleep(1);
    check(polled_in_thread && card->polls == 100000, "then the softirq thread does");
    card->napi.poll = card_poll;
    card->arrived = 0;
}

static unsigned enabled_at;

static void enable(void)
{
    struct task_struct task;

    activity_enter(&task, "enabler");
    enabled_at = world_milliseconds();
    napi_enable(&card->napi);
    activity_leave(&task);
}

static void disabling(void)
{
    struct task_struct task;

    activity_enter(&task, "disabler");
    napi_disable(&card->napi);
    check(!napi_schedule_prep(&card->napi), "a disabled NAPI is not scheduled");
    world_later(5, enable);
    napi_disable(&card->napi);
    check(enabled_at && world_milliseconds() >= enabled_at, "napi_disable() waits for who has it");
    napi_enable(&card->napi);
    check(napi_schedule_prep(&card->napi), "after napi_enable() it is");
    check(!napi_schedule_prep(&card->napi), "once");
    card->polls = 0;
    __napi_schedule(&card->napi);
    check_number(card->polls, 0, "scheduled by a task, it waits for the softirq thread");
    activity_leave(&task);
    world_sleep(1);
    check_number(card->polls, 2, "and was scheduled again meanwhile, so that it is polled twice");
    world_log_clear();
}

static void enable_twice(void)
{
    napi_enable(&card->napi);
}

/* Transmission. */

static void sending(void)
{
    for (unsigned i = 0; i < 5; i++)
        world_send(frame, 60 + i);
    card->room = 3;
    network_device_transmit(world_device);
    check(card->sent == 3 && world_sending() == 2, "the driver is given frames until it stops the queue");
    check(card->last_length == 62 && !memcmp(card->last, frame, 62), "and their bytes");
    network_device_transmit(world_device);
    check_number(card->sent, 3, "no more while it is stopped");
    transmit_queue_resume(card->dev);
    check_number(card->sent, 3, "waking does not call it back at once");
    world_sleep(1);
    check(card->sent == 5 && !world_sending(), "but soon");
    check_number(world_packets_free, WORLD_PACKETS, "the packets are free");

    card->busy = 2;
    world_send(frame, 100);
    world_send(frame, 101);
    network_device_transmit(world_device);
    check(card->sent == 5 && card->busy == 1, "a frame that was refused waits");
    network_device_transmit(world_device);
    check(card->sent == 5 && card->busy == 0, "is offered again");
    world_sleep(2);
    check(card->sent == 7 && card->last_length == 101, "by itself after a while, and in order");

    card->busy = 1;
    card->busy_stops = true;
    world_send(frame, 102);
    network_device_transmit(world_device);
    world_sleep(10);
    check_number(card->sent, 7, "refused with the queue stopped, it waits for the driver");
    transmit_queue_resume(card->dev);
    world_sleep(1);
    check(card->sent == 8 && card->last_length == 102, "until it is woken");

    card->errors = 1;
    world_send(frame, 103);
    world_send(frame, 104);
    network_device_transmit(world_device);
    check(card->sent == 9 && card->last_length == 104,
          "a frame that the driver dropped is not offered again");
    check_number(world_packets_free, WORLD_PACKETS, "and its packet is free");
}

static void hostile_frames(void)
{
    unsigned sent = card->sent;

    world_log_clear();
    world_send_at(0, 0, 2049);
    world_send_at(0, 2000, 49);
    world_send_at(0, 0xffffffff, 60);
    world_send_at(0, 60, 0xffffffff);
    world_send_at(WORLD_PACKETS * 2048, 0, 60);
    world_send_at(0xffffff00, 0, 60);
    world_send_at(0, 0, 13);
    world_send_at(0, 0, 1519);
    network_device_transmit(world_device);
    check_number(card->sent, sent, "what is no frame in a packet does not reach the driver");
    check(world_logged("is not inside its packet") && world_logged("outside the packets' memory"),
          "and is reported");
    {
        u32 low, high;

        check(network_device_getCounter(world_device, 7, &low, &high) == OK && low == 8, "and counted");
    }
    world_send_at(0, 2048 - 60, 60);
    network_device_transmit(world_device);
    check_number(card->sent, sent + 1, "the end of a block is inside");
}

static void watchdog(void)
{
    card->room = 1;
    world_send(frame, 60);
    network_device_transmit(world_device);
    card->timeouts = 0;
    world_log_clear();
    world_sleep(1500);
    check_number(card->timeouts, 0, "the watchdog waits");
    world_sleep(4000);
    check(card->timeouts >= 1 && world_logged("transmit queue 0 timed out"), "and calls ndo_tx_timeout then");
    transmit_queue_resume(card->dev);
    world_sleep(1);
    card->timeouts = 0;
    world_sleep(6000);
    check_number(card->timeouts, 0, "a queue that is not stopped needs no watch");
}

static void link(void)
{
    unsigned sent = card->sent;

    check_number(network_device_getLink(world_device), 1, "the link is up");
    world_listen(1);
    netif_carrier_off(card->dev);
    netif_carrier_off(card->dev);
    check_number(world_link_changes, 0, "the handler is not called by who knows it");
    world_sleep(1);
    check_number(world_link_changes, 1, "but once, soon");
    check_number(network_device_getLink(world_device), 0, "the link is down");
    world_send(frame, 60);
    network_device_transmit(world_device);
    check(card->sent == sent && !world_sending(), "frames without a link are dropped");
    netif_carrier_on(card->dev);
    world_sleep(1);
    check_number(world_link_changes, 2, "and when it is up again");
    world_listen(0);
    netif_carrier_off(card->dev);
    netif_carrier_on(card->dev);
    world_sleep(1);
    check_number(world_link_changes, 2, "nobody is told after the handler was taken away");
}

int main(void)
{
    struct task_struct task;

    world_begin();
    check_number(world_construct(), 0, "the server is constructed");
    check_number(world_start(), OK, "the device starts");
    polling();
    flood();
    disabling();
    activity_enter(&task, "test");
    check(world_stops(enable_twice), "enabling NAPI twice stops the server");
    activity_leave(&task);
    sending();
    hostile_frames();
    watchdog();
    link();
    card->busy = card->busy_stops = 1;
    world_send(frame, 60);
    network_device_transmit(world_device);
    check_number(network_device_stop(world_device), OK, "the device stops");
    check_number(world_packets_free, WORLD_PACKETS, "a frame that was refused goes with it");
    check_number(world_handlers(), 0, "and its interrupt is disconnected");
    world_destruct();
    return world_end();
}
