/* SPDX-License-Identifier: GPL-2.0-only */
/* Parts of the network servers that are not lwIP's: the checksum, initial sequence numbers,
 * ping, and the TCP header that is made private.
 */
#include "frames.h"
#include "stand_in.h"
#include "world.h"

#include <stdlib.h>

#include "tap.h"

static struct stack *stack;
static u8 last_sent[2048];
static u32 last_length, sent_count;

static void stack_sent(const u8 *frame, u32 length)
{
    memcpy(last_sent, frame, length);
    last_length = length;
    sent_count++;
}

static u32 network_order(u32 address)
{
    return __builtin_bswap32(address);
}

/* Every length and alignment, random bytes and those with the most carries. */
static void test_checksum(void)
{
    u16 (*checksum)(const void *bytes, int length);
    u32 wrong = 0, count = 0;

    *(void **)&checksum = server_symbol(stack->ip, "network_checksum");
    for (u32 length = 0; length < 1600; length += length < 300 ? 1 : 97)
        for (u32 shift = 0; shift < 8; shift++) {
            u8 *memory = malloc(shift + length);        /* so that the sanitizer sees its end */

            for (u32 kind = 0; kind < 3; kind++) {
                for (u32 i = 0; i < length; i++)
                    memory[shift + i] = kind == 0 ? (u8)random_number() : kind == 1 ? 0xff : 0;
                wrong += (u16)~__builtin_bswap16(checksum(memory + shift, (int)length)) !=
                         internet_checksum(memory + shift, length, 0);
                count++;
            }
            free(memory);
        }
    is_number(wrong, 0, "the checksum of %u blocks agrees with RFC 1071, word by word", count);
}

/* RFC 6528: they grow with the clock for the same ends, and differ without a pattern. */
static void test_sequence_numbers(void)
{
    u32 (*sequence)(const u32 *local, u16 local_port, const u32 *remote, u16 remote_port);
    void (*tick)(u32 now);
    u32 local = network_order(STACK_ADDRESS), remote = network_order(GATEWAY_ADDRESS), first, steps = 0;

    *(void **)&sequence = server_symbol(stack->tcp, "tcp_initial_sequence");
    *(void **)&tick = server_symbol(stack->tcp, "tcp_sequence_tick");
    tick(1000);
    first = sequence(&local, 7, &remote, 1024);
    tick(1040);
    is_number(sequence(&local, 7, &remote, 1024) - first, 10000,
              "sequence numbers grow by 250 a millisecond");
    for (u32 port = 1024; port < 1124; port++) {
        u32 step = sequence(&local, 7, &remote, (u16)(port + 1)) - sequence(&local, 7, &remote, (u16)port);

        steps += step < 0x10000 || step > 0xffff0000;
    }
    ok(steps < 5, "and differ widely between neighbouring ports");
    tick(0);
}

/* The hash behind them: the first vectors of its authors' reference, by their lengths in words. */
static void test_hash(void)
{
    static const u32 key[] = {0x03020100, 0x07060504}, words[] = {0x03020100, 0x07060504};
    static const u32 expected[] = {0x5b9f35a9, 0x89466e2a, 0x8f84b8d0};
    u32 (*hash)(const u32 *key, const u32 *words, u32 count);

    *(void **)&hash = server_symbol(stack->tcp, "half_sip_hash");
    for (u32 count = 0; count < 3; count++)
        is_number(hash(key, words, count), expected[count], "HalfSipHash of %u words", count);
}

/* A SYN whose options end in the middle of one: answered as if they were not there. */
static void test_options(void)
{
    static const u8 cut[][4] = {
        {1, 1, 1, 2}, {1, 1, 1, 3}, {1, 1, 1, 8}, {1, 1, 2, 4}, {1, 1, 1, 254}, {8, 0, 1, 1},
    };
    u8 frame[128];

    for (u32 i = 0; i < sizeof cut / sizeof *cut; i++) {
        struct segment segment = {
            .source = GATEWAY_ADDRESS, .source_port = 2000 + i, .port = 7, .sequence = 1, .flags = FLAG_SYN,
            .window = 1000, .options = cut[i], .options_length = 4,
        };

        last_length = 0;
        world_receive(frame, make_tcp(frame, &segment));
        ok(last_length > PAYLOAD && last_sent[PAYLOAD + 13] == (FLAG_SYN | FLAG_ACK),
           "options %u %u %u %u do no harm", cut[i][0], cut[i][1], cut[i][2], cut[i][3]);
    }
}

/* A receiver of echo replies. */
static u32 replied_sequence, replied_count, ticks;

static void replied(void *self, u32 address, u32 identifier, u32 sequence)
{
    (void)self;
    (void)identifier;
    replied_sequence = sequence;
    replied_count += address == network_order(GATEWAY_ADDRESS);
}

static void ticked(void *self, u32 now)
{
    (void)self;
    (void)now;
    ticks++;
}

static status ping(u32 sequence, u32 length)
{
    const void *const *entries = *(const void *const *const *)stack->icmp_layer;

    return ((status (*)(void *, u32, u32, u32, u32))entries[2])(stack->icmp_layer, 0, 77, sequence, length);
}

/* Turns the request that was sent last into its reply. */
static u32 make_reply(u8 *frame)
{
    u8 *icmp = frame + PAYLOAD;
    u32 length = get16(last_sent + ETHERNET_HEADER + 2) - IP_HEADER;

    memcpy(icmp, last_sent + PAYLOAD, length);
    icmp[0] = 0;
    put16(icmp + 2, 0);
    put16(icmp + 2, internet_checksum(icmp, length, 0));
    return make_ip(frame, GATEWAY_ADDRESS, STACK_ADDRESS, 1, length);
}

static void test_ping(void)
{
    static void *const functions[] = {replied, ticked};
    void *receiver = object_create(functions, 2, NULL, NULL), *registration = NULL;
    const void *const *entries = *(const void *const *const *)stack->icmp_layer;
    status (*attach)(void *icmp, void *receiver, void **registration);
    u8 frame[2048], good[2048];
    u32 length;

    attach = (status (*)(void *, void *, void **))entries[1];
    is_number(attach(stack->icmp_layer, receiver, &registration), OK, "a receiver of replies is attached");
    is_number(ping(1, 1473), E_MSGSIZE, "a request must fit into a frame");
    is_number(ping(5, 100), OK, "a request is sent");
    ok(get16(last_sent + 12) == 0x0800 && last_sent[PAYLOAD] == 8 &&
       internet_checksum(last_sent + PAYLOAD, 108, 0) == 0, "it is an echo request with a right checksum");
    length = make_reply(good);
    memcpy(frame, good, length);
    frame[PAYLOAD + 50] ^= 1;
    world_receive(frame, length);
    put16(frame + PAYLOAD + 2, 0);
    put16(frame + PAYLOAD + 2, internet_checksum(frame + PAYLOAD, length - PAYLOAD, 0));
    world_receive(frame, length);
    is_number(replied_count, 0, "a reply with other data does not count, even if its checksum is right");
    memcpy(frame, good, length);
    world_receive(frame, make_ip(frame, GATEWAY_ADDRESS + 1, STACK_ADDRESS, 1, length - PAYLOAD));
    is_number(replied_count, 0, "nor one from another host");
    world_receive(good, length);
    ok(replied_count == 1 && replied_sequence == 5, "the right one does");
    world_receive(good, length);
    is_number(replied_count, 1, "once");
    world_advance(10);
    ok(ticks > 0, "the receiver is told the time");
    reference_release(registration);
    ticks = 0;
    world_advance(10);
    is_number(ticks, 0, "until the registration is given up");
}

/* The application: answers come to all requests but one. */
static void test_ping_application(void)
{
    static const char *const settings[] = {"count", "5", "interval_ms", "200", NULL};
    u32 requests = 0;
    u8 frame[2048];

    world_log();
    application_load("ping", (void *[]){stack->icmp_layer, stack->log, settings_create(settings)});
    for (u32 i = 0; i < 300; i++) {
        sent_count = 0;
        world_advance(10);
        if (sent_count == 0 || last_sent[PAYLOAD] != 8)
            continue;
        if (++requests != 3)
            world_receive(frame, make_reply(frame));
    }
    is_number(requests, 5, "ping sends as many requests as it is set to");
    is_text(world_log(), "ping: sent=5 received=4\n", "and says how many replies came");
}

const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0:detect_odr_violation=0";     /* each server has globals of the same names */
}

int main(void)
{
    u8 frame[64];

    stack = stack_load(stack_sent);
    application_load("tcp_echo", (void *[]){stack->tcp_layer, stack->packets, stack->log});
    world_receive(frame, make_arp(frame, 1, GATEWAY_ADDRESS, STACK_ADDRESS));
    test_checksum();
    test_sequence_numbers();
    test_hash();
    test_options();
    test_ping();
    test_ping_application();
    return tap_end();
}
