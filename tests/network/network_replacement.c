/* SPDX-License-Identifier: GPL-2.0-only */
/* The Ethernet server goes on when the driver of its device has ended and another was loaded. */
#include "frames.h"
#include "stand_in.h"
#include "world.h"

#include "tap.h"

#define DATA 100

static struct stack *stack;
static u8 last_tcp[2048];       /* the last TCP segment with data that the stack sent */
static u32 segments, sequence, frames, arp_answers;

static void stack_sent(const u8 *frame, u32 length)
{
    const u8 *tcp = frame + PAYLOAD;

    frames++;
    arp_answers += get16(frame + 12) == 0x0806 && get16(frame + ETHERNET_HEADER + 6) == 2;
    if (get16(frame + 12) != 0x0800 || frame[ETHERNET_HEADER + 9] != 6)
        return;
    if (tcp[13] & FLAG_SYN)
        sequence = get32(tcp + 4) + 1;
    if (tcp[13] & FLAG_SYN || get16(frame + ETHERNET_HEADER + 2) == IP_HEADER + TCP_HEADER)
        return;
    memcpy(last_tcp, frame, length);
    segments++;
}

static void send_segment(u32 number, u32 acknowledged, u32 flags, u32 length)
{
    struct segment segment = {
        .source = GATEWAY_ADDRESS, .source_port = 3000, .port = 7, .sequence = number,
        .acknowledged = acknowledged, .flags = flags, .window = 8000, .length = length,
    };
    u8 frame[2048];

    world_receive(frame, make_tcp(frame, &segment));
}

static status replace(const char *name, void *reference)
{
    typedef status (*replace_type)(void *self, const char *name, u32 length, void *reference);
    struct object *dependent = server_root(stack->ethernet, 1);

    return ((replace_type)dependent->entries[0])(dependent, name, (u32)strlen(name), reference);
}

/* Gives Ethernet another device, as the loader does. */
static struct world_device *supply_device(status *result, u8 last_byte, u32 refuses)
{
    void *reference;
    struct world_device *device = world_new_device(&reference);

    device->address[5] = last_byte;
    device->mtu = 1496;
    device->refuses = refuses;
    *result = replace("device", reference);
    reference_release(reference);
    return device;
}

static void pass(u32 milliseconds)
{
    for (; milliseconds > 0; milliseconds -= 10)
        world_advance(10);
}

const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0:detect_odr_violation=0";     /* each server has globals of the same names */
}

/* Whether the connection echoes what goes on at `number`. */
static int echoes(u32 number)
{
    segments = 0;
    send_segment(number, sequence, FLAG_ACK, DATA);
    if (segments != 1 || get32(last_tcp + PAYLOAD + 8) != number + DATA)
        return 0;
    sequence += DATA;
    return 1;
}

/* A driver whose device does not start at first. */
static void test_late_start(u32 number)
{
    struct world_device *late;
    status result;

    world_end_device();
    late = supply_device(&result, 0x59, 1);
    pass(3000);
    ok(result == E_IO && !late->started, "a device that does not start");
    late->refuses = 0;
    pass(1100);
    ok(late->started && late->address[5] == 0x56, "is tried again every second");
    ok(echoes(number), "and the connection goes on");
}

/* No reference is left for the new device. */
static void test_no_reference(u32 number, const struct world_device *old)
{
    struct world_device *unreachable;
    status result;

    world_end_device();
    references_limit(0);
    unreachable = supply_device(&result, 0x5a, 0);
    ok(result == E_NOMEM && !old->released, "where no reference is left, the old device stays");
    pass(2000);
    ok(unreachable->released && !unreachable->started, "and the new one is not kept");
    references_limit(0xffffffff);
    supply_device(&result, 0x5b, 0);
    ok(result == OK && old->released, "until another comes");
    ok(echoes(number), "and the connection goes on");
}

int main(void)
{
    struct world_device *first, *refusing, *second;
    u32 before, lines = 0;
    u8 frame[64];
    status result;

    stack = stack_load(stack_sent);
    first = stack->device;
    application_load("tcp_echo", (void *[]){stack->tcp_layer, stack->packets, stack->log});
    world_receive(frame, make_arp(frame, 1, GATEWAY_ADDRESS, STACK_ADDRESS));
    before = world_free_packets();
    send_segment(999, 0, FLAG_SYN, 0);
    send_segment(1000, sequence, FLAG_ACK, 0);
    send_segment(1000, sequence, FLAG_ACK, DATA);
    ok(segments == 1, "a connection echoes");

    /* The answer to what came last is never acknowledged: the driver ends. */
    world_end_device();
    world_log();
    frames = arp_answers = 0;
    world_receive(frame, make_arp(frame, 1, GATEWAY_ADDRESS, STACK_ADDRESS));
    pass(5000);
    for (const char *at = world_log(); (at = strchr(at, '\n')) != NULL; at++)
        lines++;
    ok(frames == 0 && lines == 1, "while there is no driver, nothing is sent, and one line tells of it");

    is_number(replace("packets", stack->packets), E_NOENT, "only the device can be replaced");
    check_required_result = E_TYPE;
    is_number(replace("device", stack->packets), E_TYPE, "and only by one of its interface");
    check_required_result = OK;
    ok(!first->released, "and the old one stays until then");
    refusing = supply_device(&result, 0x57, 1);
    is_number(result, E_IO, "a device that does not start is reported");
    ok(first->released && !refusing->released, "the old one is given up all the same");
    ok(strstr(world_log(), "cannot be started") != NULL, "and the log tells it");
    pass(2000);

    second = supply_device(&result, 0x58, 0);
    ok(result == OK && second->started, "another one is started");
    ok(refusing->released, "the one that did not start is given up");
    is_number(second->address[5], 0x56, "it gets the station address that the peers know");
    is_number(second->mtu, 1500, "and the MTU that the layers above know");
    world_stall(0);
    is_number(arp_answers, 1, "what waited is sent");
    segments = 0;
    pass(20000);
    ok(segments > 0 && get32(last_tcp + PAYLOAD + 4) == sequence,
       "what was not acknowledged is sent again, through the new device");
    sequence += DATA;
    ok(echoes(1000 + DATA), "the connection goes on");
    test_no_reference(1000 + 2 * DATA, second);
    test_late_start(1000 + 3 * DATA);
    send_segment(1000 + 4 * DATA, sequence, FLAG_RST, 0);
    is_number(world_free_packets(), before, "no packet is lost");
    return tap_end();
}
