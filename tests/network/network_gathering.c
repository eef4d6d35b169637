/* SPDX-License-Identifier: GPL-2.0-only */
/* Segments of one batch that follow one another are handled as one: what the application gets and
 * what the peer sees of it, and which segments stay by themselves. */
#include "frames.h"
#include "stand_in.h"
#include "world.h"

#include "tap.h"

#include <string.h>

#define PEER_PORT 3000
#define SINK 9
#define ECHO 7
#define FIRST 1000              /* the peer's first byte has this sequence number */
#define LENGTH 1000             /* of a segment */
#define SHORT 536               /* likewise, to the echo: the longest segment where nobody says more */

static struct stack *stack;
static u32 port;                /* of the stack's that the peer speaks to */
static u32 sequence;            /* of the stack's next byte that is not acknowledged */
static u32 sent;                /* segments of the stack's since forget() */
static u32 bytes;               /* of data in them */
static u32 acknowledged;        /* by the last of them */
static u8 answer[64];           /* the last data */

static void stack_sent(const u8 *frame, u32 length)
{
    const u8 *tcp = frame + PAYLOAD;
    u32 data = (tcp[12] >> 4) * 4u, size = get16(frame + ETHERNET_HEADER + 2) - IP_HEADER - data;

    if (length < PAYLOAD + TCP_HEADER || get16(frame + 12) != 0x0800)
        return;
    sent++;
    bytes += size;
    acknowledged = get32(tcp + 8);
    if (tcp[13] & FLAG_SYN)
        sequence = get32(tcp + 4) + 1;
    if (size > 0)
        memcpy(answer, tcp + data, size < sizeof answer ? size : sizeof answer);
}

static u32 make(u8 *frame, u32 first, u32 acknowledges, u32 flags, u32 length)
{
    struct segment segment = {
        .source = GATEWAY_ADDRESS, .source_port = PEER_PORT, .port = port, .sequence = first, .flags = flags,
        .acknowledged = acknowledges, .window = 0xffff, .length = length,
    };

    return make_tcp(frame, &segment);
}

static void offer(u32 first, u32 acknowledges, u32 flags, u32 length)
{
    u8 frame[2048];

    world_offer(frame, make(frame, first, acknowledges, flags, length));
}

/* Lets the stack handle what was offered; what it sends meanwhile is counted. */
static void run(void)
{
    sent = bytes = 0;
    world_advance(0);
}

static void open_connection(u32 to)
{
    port = to;
    offer(FIRST - 1, 0, FLAG_SYN, 0);
    run();
    offer(FIRST, sequence, FLAG_ACK, 0);
    run();
}

/* CRC-32 of the bytes that the peer sent, bit by bit. */
static u32 crc_of(u32 from, u32 to)
{
    u32 crc = ~0u;

    for (; from != to; from++) {
        crc ^= pattern_byte(from);
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
    }
    return ~crc;
}

static u32 test_data(u32 from)
{
    for (u32 i = 0; i < 10; i++)
        offer(from + i * LENGTH, sequence, i == 4 ? FLAG_ACK | FLAG_PSH : FLAG_ACK, LENGTH);
    run();
    ok(sent == 1 && bytes == 0 && acknowledged == from + 10 * LENGTH,
       "ten segments have one acknowledgement");
    return from + 10 * LENGTH;
}

static u32 test_damaged(u32 from)
{
    u8 frame[2048];

    for (u32 i = 0; i < 10; i++) {
        u32 length = make(frame, from + i * LENGTH, sequence, FLAG_ACK, LENGTH);

        frame[length - 1] ^= i == 3;
        world_offer(frame, length);
    }
    run();
    is_number(acknowledged, from + 3 * LENGTH, "a damaged segment is not taken");
    offer(from + 3 * LENGTH, sequence, FLAG_ACK, LENGTH);
    run();
    is_number(acknowledged, from + 10 * LENGTH, "when it comes again, all are there");
    return from + 10 * LENGTH;
}

/* Behind a gap, each segment repeats an acknowledgement: the third makes a peer without SACK send again. */
static u32 test_gap(u32 from)
{
    for (u32 i = 1; i <= 5; i++)
        offer(from + i * LENGTH, sequence, FLAG_ACK, LENGTH);
    run();
    ok(sent == 5 && bytes == 0 && acknowledged == from, "behind a gap, five segments have five (%u)", sent);
    offer(from, sequence, FLAG_ACK, LENGTH);
    run();
    is_number(acknowledged, from + 6 * LENGTH, "and were kept");
    return from + 6 * LENGTH;
}

/* The sink answers with the number of bytes and their CRC-32. */
static void test_content(u32 from)
{
    u32 crc = crc_of(FIRST, from);

    offer(from, sequence, FLAG_ACK | FLAG_FIN, 0);
    run();
    ok(bytes == 8 && get32(answer) == from - FIRST && get32(answer + 4) == crc, "the sink got each byte");
    offer(from + 1, sequence + 9, FLAG_ACK, 0);
    run();
}

/* What the echo sent is acknowledged in three steps, of which the last one tells all. */
static u32 test_acknowledgements(u32 from)
{
    u32 before = world_free_packets();

    for (u32 i = 0; i < 3; i++)
        offer(from + i * SHORT, sequence, FLAG_ACK, SHORT);
    run();
    is_number(bytes, 3 * SHORT, "three segments are echoed");
    for (u32 i = 1; i <= 3; i++)
        offer(from + 3 * SHORT, sequence + i * SHORT, FLAG_ACK, 0);
    run();
    is_number(world_free_packets(), before, "three acknowledgements in one batch free what they cover");
    sequence += 3 * SHORT;
    return from + 3 * SHORT;
}

/* Acknowledgements that repeat one must be counted: the third makes TCP send again at once. */
static u32 test_repeated(u32 from)
{
    offer(from, sequence, FLAG_ACK, SHORT);
    run();
    for (u32 i = 0; i < 4; i++)
        offer(from + SHORT, sequence, FLAG_ACK, 0);
    run();
    is_number(bytes, SHORT, "three repeated acknowledgements make it send again");
    sequence += SHORT;
    return from + SHORT;
}

static void test_reset(u32 from)
{
    offer(from, sequence, FLAG_ACK, SHORT);
    offer(from + SHORT, sequence, FLAG_RST | FLAG_ACK, 0);
    offer(from + SHORT, sequence, FLAG_ACK, SHORT);
    run();
    is_number(bytes, SHORT, "what came before a reset is echoed, and nothing behind it");
}

static status fail(void)
{
    return E_GONE;
}

/* Nobody says that a batch is over: what was gathered waits for the next tick, and not for a frame. */
static void test_no_flush(u32 from)
{
    struct object *upper = ((struct object **)server_symbol(stack->ethernet, "self_layer"))[3];
    const void *const *entries = upper->entries, *failing[] = {entries[0], (const void *)fail, entries[2]};

    upper->entries = failing;
    offer(from, sequence, FLAG_ACK, LENGTH);
    offer(from + LENGTH, sequence, FLAG_ACK, LENGTH);
    run();
    ok(sent == 0, "where a batch does not end, it waits");
    for (u32 i = 0; i < 5; i++)
        world_advance(10);
    is_number(acknowledged, from + 2 * LENGTH, "for the next tick");
    upper->entries = entries;
    offer(from + 2 * LENGTH, sequence, FLAG_RST, 0);
    run();
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
    application_load("bulk", (void *[]){stack->tcp_layer, stack->packets, stack->log});
    world_receive(frame, make_arp(frame, 1, GATEWAY_ADDRESS, STACK_ADDRESS));
    before = world_free_packets();
    open_connection(SINK);
    test_content(test_gap(test_damaged(test_data(FIRST))));
    open_connection(ECHO);
    test_reset(test_repeated(test_acknowledgements(FIRST)));
    open_connection(SINK);
    test_no_flush(FIRST);
    is_number(world_free_packets(), before, "every packet is free again");
    return tap_end();
}
