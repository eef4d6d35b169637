/* SPDX-License-Identifier: GPL-2.0-only */
/* The stack's thread. Everything above the device runs on it: it takes received frames
 * out of the queue, in batches, and every 10 ms calls tick() upwards. What is sent
 * meanwhile gathers in the transmit queue, and the device is told once a round.
 *
 * It holds this server except while it waits. It may therefore call the device, which
 * never calls back; nobody may call upwards from the device's thread.
 */
#include "ethernet_server.h"

#include "interface.h"

#include "lwip/etharp.h"

/* Above applications' own threads, below those of interrupts. */
#define STACK_PRIORITY 5

static struct stack { struct layer *layer; } self_stack;

/* Handles at most BATCH frames, and lets the layer above know that these were all. Returns how many
 * there were. */
static u32 receive_batch(struct layer *self)
{
    u32 count;

    for (count = 0; count < BATCH; count++) {
        Packet packet = 0;
        u32 offset = 0, length = 0;

        if (PacketQueue_get(self->received, &packet, &offset, &length) < 0)
            break;
        frame_receive(packet, offset, length);
    }
    if (count > 0 && self->upper)
        EthernetReceiver_flush(self->upper);
    return count;
}

static void tick(struct layer *self)
{
    u32 now = Clock_getMilliseconds(clock);

    if (now - self->last_tick < TICK_MILLISECONDS)
        return;
    self->last_tick = now;
    if (now - self->last_second >= ARP_TMR_INTERVAL) {
        self->last_second = now;
        etharp_tmr();
        device_poll(self);
        link_poll(self);
    }
    if (self->upper)
        EthernetReceiver_tick(self->upper, now);
}

/* One round: at least one batch, and more as long as the queue is not empty, because it
 * signals only its first frame. */
static void run_round(struct layer *self)
{
    u32 received;

    self->in_round = 1;
    do {
        received = receive_batch(self);
        tick(self);
        frames_flush(self);
    } while (received == BATCH);
    self->in_round = 0;
}

void stack_run(struct stack *self)
{
    for (;;) {
        status result = Semaphore_wait(self->layer->readable, TICK_MILLISECONDS);

        if (result < 0 && result != E_TIMEDOUT)
            return;             /* the semaphore is gone: the system is being taken down */
        run_round(self->layer);
    }
}

void stack_destroy(struct stack *self)
{
    (void)self;                 /* it is static */
}

status stack_start(struct layer *self)
{
    Thread thread = 0;
    Runnable runnable;
    status result = Threads_createSemaphore(threads, 0, &self->readable);

    if (result >= 0)
        result = Packets_createQueue(packets, QUEUE_CAPACITY, self->readable, &self->received);
    if (result >= 0)
        result = Packets_createQueue(packets, QUEUE_CAPACITY, 0, &self->transmitted);
    if (result >= 0)
        result = device_start(self);
    if (result < 0)
        return result;
    self->last_tick = self->last_second = Clock_getMilliseconds(clock);
    link_poll(self);
    self_stack.layer = self;
    runnable = stack_create(&self_stack);
    result = Threads_create(threads, runnable, STACK_PRIORITY, "network", 7, &thread);
    Runnable_release(runnable);
    Thread_release(thread);
    if (result < 0)             /* nobody would take what it receives */
        NetworkDevice_stop(device);
    return result;
}
