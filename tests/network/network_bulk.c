/* SPDX-License-Identifier: GPL-2.0-only */
/* TCP in bulk, both ways, over a wire that loses one frame in a hundred: every byte arrives,
 * once and in order. The peer is monolithic lwIP.
 */
#include "frames.h"
#include "monolith.h"
#include "world.h"

#include <stdlib.h>

#include "tap.h"

#define TOTAL (8 << 20)
#define ECHOED (2 << 20)
#define WIRE_MAX 1024
#define TIME_LIMIT 3000000      /* milliseconds of the simulated clock */

/* Frames under way in one direction. */
struct wire {
    u32 first, count, lost;
    u32 lengths[WIRE_MAX];
    u8 frames[WIRE_MAX][1600];
};

static struct wire to_peer, to_stack;
static struct monolith peer;
static u32 loss;                /* one frame in so many is lost; 0: none */
static u32 stalls;              /* 1: the stack's device stops sending now and then */

static void put(struct wire *wire, const u8 *frame, u32 length)
{
    u32 at = (wire->first + wire->count) % WIRE_MAX;

    if (wire->count == WIRE_MAX || (loss > 0 && random_below(loss) == 0)) {
        wire->lost++;
        return;
    }
    memcpy(wire->frames[at], frame, length);
    wire->lengths[at] = length;
    wire->count++;
}

static void stack_sent(const u8 *frame, u32 length)
{
    put(&to_peer, frame, length);
}

static void peer_sent(const u8 *frame, u32 length)
{
    put(&to_stack, frame, length);
}

/* Takes the oldest frame off the wire; its index. */
static u32 take(struct wire *wire)
{
    u32 at = wire->first;

    wire->first = (wire->first + 1) % WIRE_MAX;
    wire->count--;
    return at;
}

/* What the peer received, and what it should. */
static const u8 *expected;
static u32 expected_length, received, wrong;
static u8 answer[16];
static int over;

static void compare(const u8 *bytes, u32 length)
{
    if (bytes == NULL) {
        over = 1;
        return;
    }
    for (u32 i = 0; i < length; i++, received++) {
        if (received < expected_length)
            wrong += bytes[i] != expected[received];
        else if (received - expected_length < sizeof answer)
            answer[received - expected_length] = bytes[i];
    }
}

/* Lets both talk until the connection is over; 1 if it ended in time. */
static int run(u32 port, const u8 *bytes, u32 length, int finish, const u8 *expect, u32 expect_length)
{
    u32 start = world_time();

    expected = expect;
    expected_length = expect_length;
    received = wrong = 0;
    over = 0;
    to_peer.lost = to_stack.lost = 0;
    peer.connect(port, bytes, length, finish, compare);
    while (!over && world_time() - start < TIME_LIMIT) {
        while (to_peer.count + to_stack.count > 0) {
            if (stalls && random_below(100) == 0)
                world_stall(random_below(2));
            if (to_peer.count > 0) {
                u32 at = take(&to_peer);

                peer.receive(to_peer.frames[at], to_peer.lengths[at]);
            }
            if (to_stack.count > 0) {
                u32 at = take(&to_stack);

                world_receive(to_stack.frames[at], to_stack.lengths[at]);
            }
        }
        if (random_below(8) == 0)
            world_stall(0);
        world_advance(10);
        peer.tick(world_time());
    }
    world_stall(0);
    tap_note("port %u: %u and %u frames lost, %u s of simulated time", port, to_peer.lost, to_stack.lost,
             (world_time() - start) / 1000);
    return over;
}

static u32 crc32(const u8 *bytes, u32 length)
{
    u32 crc = 0xffffffff;

    while (length-- > 0) {
        crc ^= *bytes++;
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
    }
    return ~crc;
}

static u8 stream[TOTAL + 3];

static void make_stream(u32 seed)
{
    u32 state = seed | 1;

    for (u32 i = 0; i < TOTAL; i += 4) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        stream[i] = (u8)state;
        stream[i + 1] = (u8)(state >> 8);
        stream[i + 2] = (u8)(state >> 16);
        stream[i + 3] = (u8)(state >> 24);
    }
}

static void test_sink(u32 length)
{
    char line[80];

    ok(run(9, stream, length, 1, NULL, 0), "sink: ends after %u bytes", length);
    is_number(received, 8, "sink: answers 8 bytes");
    is_number(get32(answer), length, "sink: every byte came");
    is_number(get32(answer + 4), crc32(stream, length), "sink: their CRC-32 is right");
    snprintf(line, sizeof line, "bulk: received %u bytes, CRC-32 %08x\n", length, crc32(stream, length));
    is_text(world_log(), line, "sink: says so on the log");
}

static void test_source(u32 length, u32 seed)
{
    u8 request[8];
    char line[80];

    put32(request, length);
    put32(request + 4, seed);
    ok(run(19, request, 8, 0, stream, length), "source: ends after %u bytes", length);
    is_number(received, length + 4, "source: every byte came");
    is_number(wrong, 0, "source: each is right");
    is_number(get32(answer), crc32(stream, length), "source: their CRC-32 is right");
    snprintf(line, sizeof line, "bulk: sent %u bytes, CRC-32 %08x\n", length, crc32(stream, length));
    is_text(world_log(), line, "source: says so on the log");
}

/* The peer goes on talking after its request: the source closes when its last bytes are acknowledged, by
 * a segment with data that nobody will read. The end of all tests counts the packets. */
static void test_source_talked_to(void)
{
    static u8 bytes[4 << 20];

    memcpy(bytes, stream, sizeof bytes);
    put32(bytes, 300000);
    put32(bytes + 4, 1);
    run(19, bytes, sizeof bytes, 0, NULL, 0);
    ok(received >= 1460, "source: sends to a peer that does not stop talking");
    world_log();
}

static void test_echo(void)
{
    ok(run(7, stream, ECHOED, 1, stream, ECHOED), "echo: ends after %u bytes", ECHOED);
    is_number(received, ECHOED, "echo: every byte came back");
    is_number(wrong, 0, "echo: each is right");
}

/* iperf 2: a header of 24 bytes, all zero but the number of threads, then data. */
static void test_iperf(void)
{
    u8 *bytes = calloc(1, ECHOED);
    const char *text;
    char line[64];

    bytes[7] = 1;
    ok(run(5001, bytes, ECHOED, 1, NULL, 0), "iperf: ends");
    text = world_log();
    /* lwiperf counts nothing behind the header in the first segment. */
    snprintf(line, sizeof line, "iperf: received %u bytes in ", ECHOED - (1460 - 24));
    ok(strncmp(text, line, strlen(line)) == 0, "iperf: all bytes are counted: %.*s",
       (int)strcspn(text, "\n"), text);
    free(bytes);
}

const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0:detect_odr_violation=0";     /* each server has globals of the same names */
}

int main(void)
{
    struct stack *stack = stack_load(stack_sent);
    u32 seed = 0x12345678;

    application_load("tcp_echo", (void *[]){stack->tcp_layer, stack->packets, stack->log});
    application_load("bulk", (void *[]){stack->tcp_layer, stack->packets, stack->log});
    application_load("iperf", (void *[]){stack->tcp_layer, stack->packets, stack->clock, stack->log});
    monolith_load(&peer);
    peer.start(GATEWAY_ADDRESS, peer_sent);
    world_log();
    make_stream(seed);
    for (loss = 0; loss <= 100; loss += 100) {
        tap_note(loss ? "one frame in %u is lost" : "no frame is lost", loss);
        test_sink(TOTAL);
        test_source(TOTAL, seed);
        test_echo();
    }
    loss = 0;
    tap_note("the device stops sending now and then");
    stalls = 1;
    test_sink(TOTAL);
    test_source(TOTAL, seed);
    test_echo();
    stalls = 0;
    test_sink(0);
    test_source(0, seed);
    test_source(5, seed);       /* no whole words */
    for (u32 i = 0; i < 4; i++)
        test_source_talked_to();
    test_iperf();
    for (u32 i = 0; i < 100000; i++) {
        world_advance(10);
        peer.tick(world_time());
        to_peer.count = to_stack.count = 0;
    }
    is_number(world_free_packets(), PACKET_COUNT, "every packet is free again");
    return tap_end();
}
