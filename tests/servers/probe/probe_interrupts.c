/* SPDX-License-Identifier: GPL-2.0-only */
/* What the probe tries of the interrupts server, with the timer of an RTL-8139: a
 * level-triggered line that stays asserted until the card is told. The probe is serialised,
 * so its handler runs only while the rest of it sleeps. */
#include "probe.h"
#include "port_io.h"

#define INTERRUPT_MASK   0x3c           /* registers of the card */
#define INTERRUPT_STATUS 0x3e
#define TIMER            0x48
#define TIMER_INTERRUPT  0x54
#define TIMEOUT          0x4000         /* the timer's bit in mask and status */
#define TICKS            20000          /* at 33 MHz: 0.6 ms */

struct handler {
    u32 port;
    u32 deaf;                           /* 1: takes no interrupt */
    u32 calls;
};

static struct handler card;

static void start_timer(void)
{
    port_write16(card.port + INTERRUPT_STATUS, TIMEOUT);
    port_write32(card.port + TIMER, 0);
}

u32 handler_handle(struct handler *self)
{
    self->calls++;
    if (self->deaf)
        return 0;
    if (!(port_read16(self->port + INTERRUPT_STATUS) & TIMEOUT))
        return 0;
    start_timer();
    return 1;
}

void handler_destroy(struct handler *self)
{
    (void)self;
}

/* Sleeps until `number` more calls came, at most two seconds. Returns how many came. */
static u32 await_calls(u32 number)
{
    u32 before = card.calls;

    for (u32 i = 0; i < 200 && card.calls - before < number; i++)
        Threads_sleep(threads, 10);
    return card.calls - before;
}

/* Lets 50 ms pass. Returns how many calls came after the first, which may have begun. */
static u32 calls_in_silence(void)
{
    u32 before;

    Threads_sleep(threads, 20);
    before = card.calls;
    Threads_sleep(threads, 50);
    return card.calls - before;
}

InterruptHandler new_handler(void)
{
    return handler_create(&card);
}

static Registration connect(Interrupt interrupt)
{
    InterruptHandler handler = new_handler();
    Registration registration;

    check_number(Interrupt_connect(interrupt, handler, &registration), OK,
                 "interrupts: a handler is connected");
    InterruptHandler_release(handler);
    start_timer();
    return registration;
}

static void probe_masking(Interrupt interrupt)
{
    check(await_calls(20) >= 20, "interrupts: they come");
    Interrupt_mask(interrupt);
    Interrupt_mask(interrupt);
    check_number(calls_in_silence(), 0, "interrupts: none while masked");
    Interrupt_unmask(interrupt);
    check_number(calls_in_silence(), 0, "interrupts: masks count");
    Interrupt_unmask(interrupt);
    check(await_calls(20) >= 20, "interrupts: they come again");
}

/* The line's thread stands in front of this server meanwhile, since the timer runs out. */
static void probe_inside(Interrupt interrupt, Registration registration)
{
    Clock_delay(clock, 5000);
    Interrupt_mask(interrupt);
    Interrupt_unmask(interrupt);
    Clock_delay(clock, 5000);
    Registration_release(registration);
    check(1, "interrupts: masking and disconnecting do not wait for the handler");
    check_number(calls_in_silence(), 0, "interrupts: none after disconnecting");
}

static void probe_storm(Interrupt interrupt)
{
    Registration registration, second;
    u32 calls = card.calls;

    card.deaf = 1;
    registration = connect(interrupt);
    check_number(await_calls(5000), 1000, "interrupts: a storm ends");
    card.deaf = 0;
    calls = card.calls;
    second = connect(interrupt);
    check(await_calls(20) >= 20 && card.calls > calls, "interrupts: another handler revives the line");
    Registration_release(registration);
    Registration_release(second);
}

static Interrupt open_interrupt(PciDevice device)
{
    Interrupt interrupt = 0;
    u32 size, flags;

    PciDevice_enable(device);
    PciDevice_getRegion(device, 0, &card.port, &size, &flags);
    check_number(PciDevice_getInterrupt(device, &interrupt), OK, "interrupts: the card has one");
    check(Interrupt_getLine(interrupt) < 16, "interrupts: on a line");
    port_write16(card.port + INTERRUPT_MASK, TIMEOUT);
    port_write32(card.port + TIMER_INTERRUPT, TICKS);
    return interrupt;
}

/* The line's thread stays, once there was a handler: references are counted after that. */
void probe_interrupts(void)
{
    Registration registration;
    Interrupt interrupt;
    PciDevice device;
    u32 references;

    PciBus_findDevice(bus, 0x10ec, 0x8139, 0, &device);
    interrupt = open_interrupt(device);
    Registration_release(connect(interrupt));
    check_number(calls_in_silence(), 0, "interrupts: none for a handler that went");
    references = count_references();
    registration = connect(interrupt);
    probe_masking(interrupt);
    probe_inside(interrupt, registration);
    probe_storm(interrupt);
    port_write16(card.port + INTERRUPT_MASK, 0);
    Threads_sleep(threads, 50);
    check_number(count_references(), references, "interrupts: no reference is lost");
    Interrupt_release(interrupt);
    PciDevice_release(device);
}
