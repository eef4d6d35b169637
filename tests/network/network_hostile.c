/* SPDX-License-Identifier: GPL-2.0-only */
/* Packets are shared memory: a driver, or any other domain that has them mapped, can rewrite
 * a header at any time after it handed the packet on. Here it does, after each single access that
 * the stack makes to a header (network/adversary.h). What must be true: a frame counts as it was
 * when its header was copied, or, if the copy was disturbed, its checksum is wrong and it is
 * dropped; nothing is ever computed from a header that changed later.
 */
#include "adversary.h"
#include "frames.h"
#include "fuzz.h"
#include "packets.h"
#include "world.h"

#include "tap.h"

#define HEADROOM 66             /* of a received frame, in packets.c */
#define SENT_MAX 64
#define ACCESSES_MAX 2000
#define DATA 400                /* bytes of a segment; an answer holds all of them */

static u8 sent[SENT_MAX][2048]; /* what the stack sent since forget() */
static u32 sent_length[SENT_MAX], sent_count;

static void stack_sent(const u8 *frame, u32 length)
{
    if (sent_count == SENT_MAX || (get16(frame + 12) == 0x0806 && get16(frame + ETHERNET_HEADER + 6) == 1))
        return;                 /* a question by ARP answers nothing */
    memcpy(sent[sent_count], frame, length);
    sent_length[sent_count++] = length;
}

static void forget(void)
{
    sent_count = 0;
}

/* The adversary: rewrites the header of the frame that is being received, after access number
 * `strike` to it, and stops when the stack itself writes there, for an answer. */
static u8 *header;              /* null before the stack looked at the frame */
static u32 header_size, accesses, strike, pattern;

static void rewrite(void)
{
    for (u32 i = 0; i < header_size; i++)
        header[i] = pattern ? (u8)pattern : (u8)(random_number() | 1);
}

static void strike_once(u8 *at, int writes)
{
    u8 *block = (u8 *)((u32)at & ~(BLOCK_SIZE - 1u));

    if (header == NULL)
        header = block + HEADROOM;
    if (at < header || at >= header + header_size)
        return;
    if (writes || ++accesses == strike) {
        if (!writes)
            rewrite();
        adversary_set(NULL);
    }
}

/* Lets the stack receive a frame whose header is rewritten. */
static void receive_struck(const u8 *frame, u32 length, u32 size)
{
    header = NULL;
    header_size = size;
    accesses = 0;
    forget();
    world_offer(frame, length);
    adversary_set(strike_once);
    world_advance(0);
    adversary_set(NULL);
}

/* Whether a frame is addressed to the gateway, and as long as its headers say, with right
 * checksums. */
static int is_sound(u32 index)
{
    const u8 *frame = sent[index], *ip = frame + ETHERNET_HEADER, *payload = frame + PAYLOAD;
    u32 total = get16(ip + 2), length = total - IP_HEADER;
    u8 station[6];

    station_address(station, GATEWAY_ADDRESS);
    if (memcmp(frame, station, 6) != 0 || get16(frame + 12) != 0x0800 || ip[0] != 0x45 ||
        total + ETHERNET_HEADER > sent_length[index] || get32(ip + 16) != GATEWAY_ADDRESS ||
        internet_checksum(ip, IP_HEADER, 0) != 0)
        return 0;
    if (ip[9] == 1)
        return internet_checksum(payload, length, 0) == 0;
    return internet_checksum(payload, length, (STACK_ADDRESS >> 16) + (STACK_ADDRESS & 0xffff) +
                             (GATEWAY_ADDRESS >> 16) + (GATEWAY_ADDRESS & 0xffff) + ip[9] + length) == 0;
}

static int all_sound(void)
{
    for (u32 i = 0; i < sent_count; i++)
        if (!is_sound(i))
            return 0;
    return 1;
}

/* The peer's end of a connection to the echo port. */
static struct { u32 port, next, expected; } peer = {.port = 2000};

static u32 make_segment(u8 *frame, u32 sequence, u32 flags, u32 length)
{
    static const u8 options[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0};
    struct segment segment = {
        .source = GATEWAY_ADDRESS, .source_port = peer.port, .port = 7, .sequence = sequence,
        .acknowledged = peer.expected, .flags = flags, .window = 65535, .options = options,
        .options_length = sizeof options, .length = length,
    };

    return make_tcp(frame, &segment);
}

static void connect_peer(void)
{
    u8 frame[2048];

    peer.port++;
    peer.next = 1000;
    world_receive(frame, make_segment(frame, peer.next++, FLAG_SYN, 0));
    peer.expected = get32(sent[sent_count - 1] + PAYLOAD + 4) + 1;
    world_receive(frame, make_segment(frame, peer.next, FLAG_ACK, 0));
}

/* Ends the connection, at whichever of the peer's sequence numbers the stack is, out of so many
 * segments. What it answers to the others does not count. */
static void reset_peer(u32 segments)
{
    u32 count = sent_count;
    u8 frame[2048];

    for (u32 i = 0; i <= segments; i++)
        world_receive(frame, make_segment(frame, peer.next + i * DATA, FLAG_RST, 0));
    sent_count = count;
}

/* How many bytes of the pattern, from the peer's first on, the stack echoed right. */
static u32 count_echoed(u32 first)
{
    u32 echoed = 0;

    for (u32 i = 0; i < sent_count && is_sound(i); i++) {
        const u8 *tcp = sent[i] + PAYLOAD;
        u32 head = (tcp[12] >> 4) * 4u, length = get16(sent[i] + ETHERNET_HEADER + 2) - IP_HEADER - head;

        for (u32 k = 0; k < length; k++)
            echoed += tcp[head + k] == pattern_byte(first + echoed);
    }
    return echoed;
}

/* Each scenario lets the stack receive a frame that is struck, and says whether what came of it
 * is what comes of the frame, or nothing. */

static int strike_arp(void)
{
    u8 frame[64];

    receive_struck(frame, make_arp(frame, 1, GATEWAY_ADDRESS, STACK_ADDRESS), 42);
    /* It has no checksum: the answer goes to whom it tells about. */
    return sent_count == 0 || (sent_count == 1 && memcmp(sent[0], sent[0] + ETHERNET_HEADER + 18, 6) == 0);
}

static int strike_echo(void)
{
    u8 frame[2048];

    receive_struck(frame, make_echo(frame, GATEWAY_ADDRESS, 1, DATA), PAYLOAD + 8);
    return sent_count <= 1;     /* the rest of the IP header in the answer may be wrong */
}

static int strike_fragment(void)
{
    u8 whole[2048], frame[2048];
    u32 length = make_echo(whole, GATEWAY_ADDRESS, 1, DATA) - PAYLOAD, half = 200;
    static u32 identification;

    identification++;
    memcpy(frame, whole, PAYLOAD + half);
    make_fragment(frame, identification, 0x2000, half);
    receive_struck(frame, PAYLOAD + half, PAYLOAD);
    memcpy(frame, whole, PAYLOAD);
    memcpy(frame + PAYLOAD, whole + PAYLOAD + half, length - half);
    make_fragment(frame, identification, half / 8, length - half);
    world_receive(frame, PAYLOAD + length - half);
    return sent_count <= 1 && all_sound();
}

static int strike_datagram(void)
{
    u8 frame[2048];
    u32 length = make_udp(frame, GATEWAY_ADDRESS, 99, 7, DATA);

    receive_struck(frame, length, PAYLOAD + 8);
    return sent_count == 0 || (sent_count == 1 && is_sound(0) && get16(sent[0] + PAYLOAD + 2) == 99 &&
                               memcmp(sent[0] + PAYLOAD + 8, frame + PAYLOAD + 8, DATA) == 0);
}

static int strike_closed_port(void)
{
    u8 frame[2048];

    receive_struck(frame, make_udp(frame, GATEWAY_ADDRESS, 99, 4444, DATA), PAYLOAD + 8);
    return sent_count <= 1;     /* it quotes the header as it is */
}

static int strike_connection(void)
{
    u8 frame[2048];

    peer.port++;
    receive_struck(frame, make_segment(frame, 999, FLAG_SYN, 0), PAYLOAD + 32);
    peer.next = 1000;
    reset_peer(0);
    return sent_count == 0 || (all_sound() && get32(sent[0] + PAYLOAD + 8) == 1000 &&
                               get16(sent[0] + PAYLOAD + 2) == peer.port);
}

static int strike_segment(void)
{
    u8 frame[2048];
    u32 echoed;

    connect_peer();
    receive_struck(frame, make_segment(frame, peer.next, FLAG_ACK, DATA), PAYLOAD + 32);
    echoed = count_echoed(peer.next);
    reset_peer(1);
    return all_sound() && (sent_count == 0 || echoed == DATA);
}

/* The segment that is struck waits for the one before it. */
static int strike_early_segment(void)
{
    u8 frame[2048];
    u32 echoed;

    connect_peer();
    receive_struck(frame, make_segment(frame, peer.next + DATA, FLAG_ACK, DATA), PAYLOAD + 32);
    forget();
    world_receive(frame, make_segment(frame, peer.next, FLAG_ACK, DATA));
    peer.expected += count_echoed(peer.next);
    world_receive(frame, make_segment(frame, peer.next + DATA, FLAG_ACK, 0));
    echoed = count_echoed(peer.next);
    reset_peer(2);
    return all_sound() && (echoed == DATA || echoed == 2 * DATA);
}

static void test_every_access(int (*scenario)(void), const char *what)
{
    static const u32 patterns[] = {0xff, 0x45, 0};      /* 0: random */
    u32 before = world_free_packets(), wrong = 0, answered = 0, strikes = 0;

    for (u32 i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        pattern = patterns[i];
        strike = 0;
        do {
            strike++;
            wrong += !scenario();
            answered += sent_count > 0;
            strikes += accesses >= strike;
        } while (accesses >= strike && strike < ACCESSES_MAX);
    }
    ok(wrong == 0 && strikes > 3 && answered > 0, "%s, its header rewritten after each of %u accesses: "
       "%u times answered, %u times wrong", what, strikes, answered, wrong);
    for (u32 i = 0; i < 4000; i++)
        world_advance(10);
    is_number(world_free_packets(), before, "and no packet is lost");
}

/* Rewrites bytes where headers stand, of what is received and of what is sent, all the time. */
static void strike_often(u8 *at, int writes)
{
    u8 *block = (u8 *)((u32)at & ~(BLOCK_SIZE - 1u));

    (void)writes;
    if (random_below(6) == 0)
        block[HEADROOM + random_below(80)] = (u8)random_number();
}

static void test_all_the_time(void)
{
    u32 before = world_free_packets();
    u8 frame[2048];

    for (u32 i = 0; i < 600; i++) {
        world_offer(frame, fuzz_frame(frame));
        adversary_set(strike_often);
        world_advance(random_below(16) ? 0 : 10);
        adversary_set(NULL);
        forget();
    }
    for (u32 i = 0; i < 120000; i++) {
        world_advance(10);
        forget();
    }
    is_number(world_free_packets(), before, "600 frames, rewritten all the time, leave nothing behind");
    world_receive(frame, make_arp(frame, 1, GATEWAY_ADDRESS, STACK_ADDRESS));
    strike = ACCESSES_MAX;
    ok(strike_segment() && sent_count > 0, "and TCP goes on");
}

/* What TCP sent stays in packets until it is acknowledged, and may have to be sent again. */
static void test_sent_segments(void)
{
    u32 before = world_free_packets(), size;
    u8 frame[2048], *memory = packets_memory(&size);

    forget();
    connect_peer();
    forget();
    world_receive(frame, make_segment(frame, peer.next, FLAG_ACK, DATA));
    forget();
    for (u32 i = 0; i < size; i += BLOCK_SIZE)
        memset(memory + i, 0xff, 136);          /* all flags, among them RST, which lwIP asserts against */
    for (u32 i = 0; i < 400; i++)
        world_advance(10);
    ok(sent_count > 0 && all_sound() && count_echoed(peer.next) == DATA,
       "what was sent is sent again with its own header, though that in the packet was rewritten");
    peer.expected += DATA;
    peer.next += DATA;
    forget();
    world_receive(frame, make_segment(frame, peer.next, FLAG_ACK, DATA));
    ok(sent_count > 0 && all_sound() && count_echoed(peer.next) == DATA, "acknowledgements count as before");
    reset_peer(1);
    is_number(world_free_packets(), before, "and every packet is free again");
}

const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0:detect_odr_violation=0";     /* each server has globals of the same names */
}

int main(void)
{
    struct stack *stack = stack_load(stack_sent);
    u8 frame[64];

    application_load("udp_echo", (void *[]){stack->udp_layer, stack->log});
    application_load("tcp_echo", (void *[]){stack->tcp_layer, stack->packets, stack->log});
    world_receive(frame, make_arp(frame, 1, GATEWAY_ADDRESS, STACK_ADDRESS));
    test_every_access(strike_echo, "an echo request");
    test_every_access(strike_fragment, "a fragment");
    test_every_access(strike_datagram, "a datagram");
    test_every_access(strike_closed_port, "a datagram for nobody");
    test_every_access(strike_connection, "a connection request");
    test_every_access(strike_segment, "a segment");
    test_every_access(strike_early_segment, "a segment that came early");
    test_sent_segments();
    test_every_access(strike_arp, "an ARP request");
    test_all_the_time();
    return tap_end();
}
