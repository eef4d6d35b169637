/* SPDX-License-Identifier: GPL-2.0-only */
/* What surrounds the network servers in the host tests (world.h): small stand-ins for the
 * clock, the driver, the log, settings and the kernel's threads. Packets are in packets.c.
 *
 * The stack's thread runs when the test says so: its loop waits on a semaphore, which lets
 * it through once, and at the second wait tells it to end.
 */
#include "world.h"
#include "packets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static u32 now;
static wire_function wire;
static struct object *received, *transmitted;   /* the device's queues */
static struct object *stack_thread;             /* Runnable */
static u32 rounds;                              /* how often wait() lets through */
static u32 stalled, link = 1;                   /* the device */
static char log_text[8192];
static u32 log_length;

/* Clock */

static u32 clock_milliseconds(void *self)
{
    (void)self;
    return now;
}

static u32 clock_microseconds(void *self)
{
    (void)self;
    return now * 1000;
}

static status clock_delay(void *self, u32 microseconds)
{
    (void)self;
    (void)microseconds;
    return OK;
}

/* Log */

static void log_write(void *self, const char *text, u32 length)
{
    (void)self;
    if (log_length + length >= sizeof log_text)
        log_length = 0;
    memcpy(log_text + log_length, text, length);
    log_length += length;
}

const char *world_log(void)
{
    static char copy[sizeof log_text];

    memcpy(copy, log_text, log_length);
    copy[log_length] = 0;
    log_length = 0;
    return copy;
}

/* Settings */

static i32 settings_get(const char *const *self, const char *name, u32 length, u32 index, char *value,
                        u32 size)
{
    for (; self[0] != NULL; self += 2) {
        if (strlen(self[0]) != length || memcmp(self[0], name, length) != 0 || index-- != 0)
            continue;
        if (strlen(self[1]) > size)
            return E_RANGE;
        memcpy(value, self[1], strlen(self[1]));
        return (i32)strlen(self[1]);
    }
    return E_NOENT;
}

void *settings_create(const char *const *pairs)
{
    static void *const functions[] = {settings_get};

    return object_create(functions, 1, (void *)pairs, NULL);
}

/* Threads, and the semaphore that the stack's thread waits on */

static status semaphore_wait(void *self, u32 timeout)
{
    (void)self;
    (void)timeout;
    return rounds-- > 0 ? OK : E_GONE;
}

static void semaphore_signal(void *self)
{
    (void)self;
}

static status threads_create(void *self, void *runnable, u32 priority, const char *name, u32 length,
                             void **thread)
{
    (void)self;
    (void)priority;
    (void)name;
    (void)length;
    (void)thread;
    stack_thread = reference_duplicate(runnable);
    return OK;
}

static status threads_create_semaphore(void *self, u32 initial, void **semaphore)
{
    static void *const functions[] = {semaphore_wait, semaphore_signal};

    (void)self;
    (void)initial;
    *semaphore = object_create(functions, 2, NULL, NULL);
    return OK;
}

/* NetworkDevice: the one that is there, and those before it, whose driver has ended. */

static struct device { struct world_device told; } *device;

static status device_start(struct device *self, void *receive_queue, void *transmit_queue)
{
    if (self != device)
        return E_GONE;
    if (self->told.refuses)
        return E_IO;
    reference_release(received);
    reference_release(transmitted);
    received = reference_duplicate(receive_queue);
    transmitted = reference_duplicate(transmit_queue);
    self->told.started = 1;
    return OK;
}

static void device_transmit(struct device *self)
{
    const u8 *frame;
    u32 length;

    while (self == device && !stalled && (frame = queue_take(transmitted, &length)) != NULL)
        wire(frame, length);
}

static status device_get_address(struct device *self, u8 *address)
{
    memcpy(address, self->told.address, 6);
    return self == device ? OK : E_GONE;
}

static status device_set_address(struct device *self, const u8 *address)
{
    memcpy(self->told.address, address, 6);
    return self == device ? OK : E_GONE;
}

static u32 device_get_mtu(struct device *self)
{
    return self == device ? self->told.mtu : 0;
}

static status device_set_mtu(struct device *self, u32 mtu)
{
    self->told.mtu = mtu;
    return self == device ? OK : E_GONE;
}

static u32 device_get_link(struct device *self)
{
    return self == device && link;
}

void world_stall(u32 stall)
{
    stalled = stall;
    if (!stalled)
        device_transmit(device);        /* as a driver does when the hardware has room again */
}

void world_set_link(u32 up)
{
    link = up;
}

static status device_get_link_settings(struct device *self, u32 *speed, u32 *duplex, u32 *negotiated)
{
    *speed = 100;
    *duplex = *negotiated = 1;
    return self == device ? OK : E_GONE;
}

/* What the Ethernet server has no use for. */
static status unused(void)
{
    return E_NOTSUP;
}

#define DEVICE_FUNCTIONS 11
static void *const device_functions[DEVICE_FUNCTIONS] = {
    device_start, unused, device_transmit, device_get_address, device_set_address, device_get_mtu,
    device_set_mtu, unused, device_get_link, unused, device_get_link_settings,
};

static void device_destroy(void *self)
{
    ((struct device *)self)->told.released = 1;
}

struct world_device *world_new_device(void **reference)
{
    static struct device devices[16], *next = devices;

    device = next++;
    memcpy(device->told.address, "\x52\x54\x00\x12\x34\x56", 6);
    device->told.mtu = 1500;
    *reference = object_create(device_functions, DEVICE_FUNCTIONS, device, device_destroy);
    return &device->told;
}

void world_end_device(void)
{
    device = NULL;
}

/* The stack */

static void run_round(void)
{
    const void *const *entries = stack_thread->entries;

    rounds = 1;
    ((void (*)(void *))entries[0])(stack_thread);
}

void world_advance(u32 milliseconds)
{
    now += milliseconds;
    run_round();
}

void world_offer(const u8 *frame, u32 length)
{
    queue_offer(received, frame, length);
}

void world_receive(const u8 *frame, u32 length)
{
    world_offer(frame, length);
    run_round();
}

u32 world_time(void)
{
    return now;
}

struct server *application_load(const char *name, void *const *references)
{
    char file[256];

    snprintf(file, sizeof file, "%s/%s.so", NETWORK_SERVERS, name);
    return server_load(file, name, references);
}

static void *load_layer(const char *name, struct server **server, void *const *references)
{
    *server = application_load(name, references);
    return server_root(*server, 0);
}

/* What the layers require: the references of Ethernet. */
static void surround(struct stack *self, void *references[static 5])
{
    static void *const clock_functions[] = {clock_milliseconds, clock_microseconds, unused, clock_delay};
    static void *const log_functions[] = {log_write};
    static void *const threads_functions[] = {threads_create, threads_create_semaphore};

    self->device = world_new_device(&references[0]);
    references[1] = self->packets = packets_create();
    references[2] = object_create(threads_functions, 2, NULL, NULL);
    references[3] = self->clock = object_create(clock_functions, 4, NULL, NULL);
    references[4] = self->log = object_create(log_functions, 1, NULL, NULL);
}

status ethernet_try(u32 mtu)
{
    static struct stack stack;
    void *references[5];
    status result;

    surround(&stack, references);
    stack.device->mtu = mtu;
    server_try(NETWORK_SERVERS "/ethernet.so", "ethernet", references, &result);
    return result;
}

struct stack *stack_load(wire_function sent)
{
    static struct stack stack;
    static const char *const addresses[] = {
        "address", "10.0.2.15", "netmask", "255.255.255.0", "gateway", "10.0.2.2", NULL,
    };
    static const char *const window[] = {"window", "256960", NULL};
    struct stack *self = &stack;
    void *references[5];

    wire = sent;
    surround(self, references);
    self->ethernet_layer = load_layer("ethernet", &self->ethernet, references);
    self->ip_layer = load_layer("ip", &self->ip,
        (void *[]){self->ethernet_layer, self->packets, self->log, settings_create(addresses)});
    self->icmp_layer = load_layer("icmp", &self->icmp, (void *[]){self->ip_layer, self->packets});
    self->udp_layer = load_layer("udp", &self->udp,
        (void *[]){self->ip_layer, self->icmp_layer, self->packets});
    self->tcp_layer = load_layer("tcp", &self->tcp,
        (void *[]){self->ip_layer, self->packets, self->clock, self->log, settings_create(window)});
    return self;
}
