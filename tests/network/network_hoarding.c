/* SPDX-License-Identifier: GPL-2.0-only */
/* What peers can make the stack hold: segments that come out of order, answers that they do not
 * acknowledge, bytes that nobody takes. All of it together must leave packets for the card. */
#include "frames.h"
#include "stand_in.h"
#include "world.h"

#include "tap.h"

#define PEERS 14
#define USUAL_PACKETS 1024      /* the packets server's default, not this test's */
#define SEGMENTS 300

static struct stack *stack;
static u32 acknowledged[PEERS]; /* the stack's sequence number, from its SYN */
static u32 answers;             /* segments with data for the peer that behaves */

static void stack_sent(const u8 *frame, u32 length)
{
    const u8 *tcp = frame + PAYLOAD;
    u32 port = get16(tcp + 2) - 3000;

    if (length < PAYLOAD + TCP_HEADER || port >= PEERS)
        return;
    if (tcp[13] & FLAG_SYN)
        acknowledged[port] = get32(tcp + 4) + 1;
    answers += port == PEERS - 1 && get16(frame + ETHERNET_HEADER + 2) > IP_HEADER + (tcp[12] >> 4) * 4u;
}

static void offer_segment(u32 peer, u32 sequence, u32 flags, u32 window, u32 length)
{
    struct segment segment = {
        .source = GATEWAY_ADDRESS, .source_port = 3000 + peer, .port = 7, .sequence = sequence,
        .flags = flags, .window = window, .length = length,
    };
    u8 frame[2048];

    segment.acknowledged = acknowledged[peer];
    world_offer(frame, make_tcp(frame, &segment));
}

static void send_segment(u32 peer, u32 sequence, u32 flags, u32 window, u32 length)
{
    offer_segment(peer, sequence, flags, window, length);
    world_advance(0);
}

static void open_connection(u32 peer, u32 window)
{
    send_segment(peer, 999, FLAG_SYN, window, 0);
    send_segment(peer, 1000, FLAG_ACK, window, 0);
}

static u32 count_held(u32 before)
{
    return before - world_free_packets();
}

const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0:detect_odr_violation=0";     /* each server has globals of the same names */
}

int main(void)
{
    u8 frame[64];
    u32 before;

    stack = stack_load(stack_sent);
    application_load("tcp_echo", (void *[]){stack->tcp_layer, stack->packets, stack->log});
    world_receive(frame, make_arp(frame, 1, GATEWAY_ADDRESS, STACK_ADDRESS));
    before = world_free_packets();
    for (u32 peer = 0; peer < PEERS; peer++)
        open_connection(peer, 8);
    for (u32 i = 0; i < SEGMENTS; i++)
        for (u32 peer = 0; peer < PEERS / 2; peer++)
            send_segment(peer, 1002 + i * 2, FLAG_ACK, 8, 1);
    ok(count_held(before) > 100 && count_held(before) <= 200, "out of order: %u packets are held",
       count_held(before));
    for (u32 i = 0; i < SEGMENTS; i += 30)      /* many in one batch */
        for (u32 peer = 0; peer < PEERS / 2; peer++) {
            for (u32 k = 0; k < 30; k++)
                offer_segment(peer, 2002 + i * 4 + k * 2, FLAG_ACK, 8, 2);
            world_advance(0);
        }
    ok(count_held(before) > 100 && count_held(before) <= 200, "out of order, and in batches: %u packets",
       count_held(before));
    for (u32 i = 0; i < SEGMENTS; i++)
        for (u32 peer = PEERS / 2; peer < PEERS - 1; peer++)
            send_segment(peer, 1000 + i * 1000, FLAG_ACK, 8, 1000);
    ok(count_held(before) > 600 && count_held(before) < USUAL_PACKETS - 64,
       "with what is not acknowledged: %u", count_held(before));
    send_segment(PEERS - 1, 1000, FLAG_ACK, 8, 4);
    ok(answers > 0, "a peer that behaves is answered");
    return tap_end();
}
