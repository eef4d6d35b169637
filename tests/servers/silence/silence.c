/* SPDX-License-Identifier: GPL-2.0-only */
/* Waits until the card's driver has it going, ends the driver, and looks every millisecond at the card's
 * command register, the mask of its interrupt line and the free memory, at the highest priority. It
 * says
 *
 *      silence: WHEN: command 0xC, line L masked M
 *
 * before and after, and in how many looks memory had been given back while the card could still write
 * to it. */
#include "port_io.h"
#include "runtime.h"
#include "silence.server.h"

#define CARD            0x813910ecu
#define ADDRESS_PORT    0xcf8
#define DATA_PORT       0xcfc
#define COMMAND         0x04
#define COMMAND_MASTER  4u
#define INTERRUPT_LINE  0x3c
#define MASK_PORT       0x21
#define MASK_PORT_HIGH  0xa1
#define HIGHEST         7
#define PATIENCE        20000u          /* milliseconds; a hang detector */
/* Kernel stacks and frames of the driver's threads, which may end before the card is silent: it was never
 * given those. What comes on top is the driver's memory. */
#define THREADS         (4 * 9 * 4096u)
#define LOOKS           1000u           /* after the end: a second, in which nothing may come back, either */

static struct watch { u32 unused; } self_watch;

/* What is seen at once. */
struct look {
    u32 command, line, masked, free;
};

/* The bus's address register is the PCI server's, too. */
static u32 read_configuration(u32 device, u32 offset)
{
    u32 value;

    __asm__ volatile("cli" : : : "memory");
    port_write32(ADDRESS_PORT, 0x80000000u | device << 11 | offset);
    value = port_read32(DATA_PORT);
    __asm__ volatile("sti" : : : "memory");
    return value;
}

static u32 find_card(void)
{
    u32 device = 0;

    while (device < 32 && read_configuration(device, 0) != CARD)
        device++;
    return device;
}

static struct look look(u32 device)
{
    struct look seen = { .command = read_configuration(device, COMMAND) & 0xffff };
    u32 mask = (u32)port_read8(MASK_PORT) | (u32)port_read8(MASK_PORT_HIGH) << 8;

    seen.line = read_configuration(device, INTERRUPT_LINE) & 15;
    seen.masked = mask >> seen.line & 1;
    seen.free = PhysicalMemory_getFree(memory);
    return seen;
}

static void say(const char *text)
{
    Log_write(log, text, strlen(text));
}

static void tell(const char *when, const struct look *seen)
{
    char text[100];

    snprintf(text, sizeof text, "silence: %s: command 0x%x, line %u masked %u\n", when, seen->command, seen->line,
             seen->masked);
    say(text);
}

/* Until the driver has started its card. */
static struct look await_start(u32 device)
{
    struct look seen = look(device);

    for (u32 i = 0; i < PATIENCE && (!(seen.command & COMMAND_MASTER) || seen.masked); i++) {
        Threads_sleep(threads, 1);
        seen = look(device);
    }
    return seen;
}

void watch_run(struct watch *self)
{
    u32 device = find_card(), early = 0, most = 0;
    struct look before, now;
    char text[100];
    status result;

    (void)self;
    before = await_start(device);
    Threads_sleep(threads, 500);        /* the system comes to rest, and packets flow */
    before = look(device);
    tell("before", &before);
    result = Supervised_kill(nic);
    for (u32 i = 0; i < LOOKS; i++) {
        Threads_sleep(threads, 1);
        now = look(device);
        if (now.free > most)
            most = now.free;
        early += now.free > before.free + THREADS && now.command & COMMAND_MASTER;
    }
    tell("after", &now);
    snprintf(text, sizeof text, "silence: killed %d, early %u, memory %s\n", result, early,
             most > before.free + THREADS ? "given back" : "kept");
    say(text);
    say("silence: done\n");
}

void watch_destroy(struct watch *self)
{
    (void)self;                         /* it is static */
}

status construct(void)
{
    Runnable runnable = watch_create(&self_watch);
    Thread thread = 0;
    status result = Threads_create(threads, runnable, HIGHEST, "silence", 7, &thread);

    Thread_release(thread);
    Runnable_release(runnable);
    return result;
}

void destruct(void)
{
}
