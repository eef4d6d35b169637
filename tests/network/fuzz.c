/* SPDX-License-Identifier: GPL-2.0-only */
/* A stream of frames that exercises the stack (fuzz.h).
 *
 * Eight peers, some beyond the gateway, talk ARP, ICMP, UDP and TCP to it. TCP peers follow
 * their connections by what the stack sends, so that data, acknowledgements and FINs are
 * mostly right; then some frames are damaged, cut off, repeated or in the wrong order.
 */
#include "fuzz.h"
#include "frames.h"

#include <string.h>

#define PEERS 8
#define CONNECTIONS 12
#define ANSWERS_MAX 16

/* The largest datagram that a packet holds behind its headroom: larger ones the layered
 * stack does not hand on, and the reference does. */
#define DATAGRAM_MAX (2048 - 136)

u32 fuzz_connections, fuzz_echoed;

/* A peer's end of a connection to the echo port. */
static struct end {
    u32 address, port;
    u32 next;                   /* sequence number of the next byte to send */
    u32 acknowledged;           /* what the stack acknowledged */
    u32 expected;               /* sequence number of the next byte from the stack */
    enum { CLOSED, OPENING, OPEN, RESETTING } state;
    u32 resets;                 /* sent while RESETTING: some get lost */
} ends[CONNECTIONS];

/* ARP questions of the stack that are to be answered. */
static u32 questions[ANSWERS_MAX], question_count;

static u32 some_peer(void)
{
    u32 number = random_below(PEERS);

    return number < 6 ? GATEWAY_ADDRESS + number : 0xc0000200 + number;     /* 192.0.2.x */
}

static struct end *find_end(u32 address, u32 port)
{
    for (u32 i = 0; i < CONNECTIONS; i++)
        if (ends[i].address == address && ends[i].port == port)
            return &ends[i];
    return NULL;
}

static void observe_tcp(const u8 *ip, u32 length)
{
    const u8 *tcp = ip + IP_HEADER;
    u32 header = tcp[12] >> 4 << 2, sequence = get32(tcp + 4), flags = tcp[13];
    struct end *end = find_end(get32(ip + 16), get16(tcp + 2));

    length = length - IP_HEADER - header + (flags & FLAG_FIN);
    if (end == NULL || get16(tcp) != 7)
        return;
    if (flags & FLAG_RST) {
        end->state = CLOSED;
    } else if (flags & FLAG_SYN) {
        if (end->state == OPENING) {
            end->state = OPEN;
            end->expected = sequence + 1;
            end->next = get32(tcp + 8);
            fuzz_connections++;
        }
    } else if (end->expected - sequence < 0x10000 && sequence + length - end->expected < 0x10000) {
        fuzz_echoed += sequence + length - end->expected;
        end->expected = sequence + length;
    }
    if (flags & FLAG_ACK)
        end->acknowledged = get32(tcp + 8);
}

void fuzz_observe(const u8 *frame, u32 length)
{
    const u8 *inner = frame + ETHERNET_HEADER;

    if (get16(frame + 12) == 0x0806 && get16(inner + 6) == 1 && inner[27] < 128)
        if (question_count < ANSWERS_MAX)
            questions[question_count++] = get32(inner + 24);
    if (get16(frame + 12) == 0x0800 && inner[9] == 6 && length >= PAYLOAD + TCP_HEADER)
        observe_tcp(inner, get16(inner + 2));
}

static u32 tcp_options(u8 *options)
{
    static const u8 all[] = {2, 4, 5, 180, 3, 3, 7, 1, 4, 2, 1, 1};
    u32 length = random_below(4) * 4;

    memcpy(options, all, length);
    if (random_below(8) == 0)
        for (u32 i = 0; i < length; i++)
            options[i] = (u8)random_below(10);
    return length;
}

static u32 fuzz_reset(u8 *frame, struct end *end)
{
    if (++end->resets == 4)
        end->state = CLOSED;
    return make_tcp(frame, &(struct segment){.source = end->address, .source_port = end->port, .port = 7,
                                             .sequence = end->acknowledged, .flags = FLAG_RST});
}

static u32 fuzz_tcp(u8 *frame)
{
    struct end *end = &ends[random_below(CONNECTIONS)];
    u8 options[40];
    struct segment segment = {0};

    if (end->state == RESETTING)
        return fuzz_reset(frame, end);
    if (end->state == CLOSED) {
        *end = (struct end){.address = some_peer(), .port = 1024 + random_below(64), .next = random_number(),
                            .state = OPENING};
        segment.flags = FLAG_SYN;
        segment.options = options;
        segment.options_length = tcp_options(options);
    } else {
        u32 kind = random_below(20);

        segment.flags = FLAG_ACK;
        segment.length = kind < 10 ? random_below(kind < 5 ? 1461 : 64) : 0;
        if (segment.length > 0)
            segment.flags |= FLAG_PSH;
        if (kind == 19 && random_below(4) == 0)
            segment.flags |= FLAG_FIN;
        if (kind == 18 && random_below(6) == 0)
            end->state = RESETTING;
    }
    if (end->state == OPEN && random_below(8) == 0)
        end->next = end->acknowledged;          /* sends again what was lost */
    segment.source = end->address;
    segment.source_port = end->port;
    segment.port = random_below(50) ? 7 : random_below(100);
    segment.sequence = end->next;
    segment.acknowledged = end->expected - (random_below(10) ? 0 : random_below(3000));
    segment.window = random_below(20) ? 65535 : random_below(3000);
    switch (random_below(24)) {
    case 0:                     /* a hole: what comes later comes out of order */
        segment.sequence += random_below(4000);
        break;
    case 1:                     /* old or overlapping */
        segment.sequence -= random_below(3000);
        break;
    default:
        if (end->state == OPEN)
            end->next += segment.length + (segment.flags & FLAG_FIN);
    }
    return make_tcp(frame, &segment);
}

/* Answers the question at `index`. */
static u32 answer(u8 *frame, u32 index)
{
    u32 address = questions[index];

    questions[index] = questions[--question_count];
    return make_arp(frame, 2, address, STACK_ADDRESS);
}

u32 fuzz_answer(u8 *frame)
{
    for (u32 i = 0; i < question_count; i++)
        if (questions[i] < GATEWAY_ADDRESS + PEERS)
            return answer(frame, i);
    return 0;
}

static u32 fuzz_arp(u8 *frame)
{
    u32 peer = GATEWAY_ADDRESS + random_below(12);

    if (question_count > 0 && random_below(8))
        return answer(frame, random_below(question_count));
    return make_arp(frame, 1 + random_below(2), peer, random_below(3) ? STACK_ADDRESS : peer + 1);
}

/* Cuts a datagram into fragments and returns one of them; the same datagram comes again. */
static u32 fuzz_fragment(u8 *frame)
{
    static u8 whole[1700];
    static u32 length, identification, turn;
    u32 payload, parts = 3, size, offset, part, where;

    if (turn++ % 6 == 0) {
        u32 bytes = 40 + random_below(1500);

        length = random_below(2) ? make_echo(whole, some_peer(), turn, bytes)
                                 : make_udp(whole, some_peer(), 9, random_below(4) ? 7 : 99, bytes);
        identification = random_below(4) ? random_number() & 0xffff : identification;
    }
    payload = length - PAYLOAD;
    size = payload / parts / 8 * 8 + 8;
    part = random_below(8) ? turn % parts : random_below(parts);
    offset = part * size;
    if (offset >= payload)
        offset = 0;
    if (size > payload - offset)
        size = payload - offset;
    where = offset / 8 | (offset + size < payload ? 0x2000 : 0);
    memcpy(frame, whole, PAYLOAD);
    memcpy(frame + PAYLOAD, whole + PAYLOAD + offset, size);
    make_fragment(frame, identification, where, size);
    return PAYLOAD + size;
}

static u32 fuzz_other(u8 *frame)
{
    u32 length = random_below(300);
    u32 destinations[] = {STACK_ADDRESS, BROADCAST_ADDRESS, 0xffffffff, 0xe0000001, 0x0a000263, 0x7f000001};
    u32 protocol = random_below(3) ? random_below(20) : 1;

    for (u32 i = 0; i < length; i++)
        frame[PAYLOAD + i] = (u8)random_number();
    return make_ip(frame, some_peer(), destinations[random_below(6)], protocol, length);
}

static u32 make_any(u8 *frame)
{
    switch (random_below(16)) {
    case 0:
        return fuzz_arp(frame);
    case 1:
        return make_echo(frame, some_peer(), random_below(65536), random_below(1473));
    case 2:
        return make_udp(frame, some_peer(), random_below(65536), 7, random_below(1473));
    case 3:
        return make_udp(frame, some_peer(), random_below(65536), random_below(20), random_below(100));
    case 4:
    case 5:
        return fuzz_fragment(frame);
    case 6:
        return fuzz_other(frame);
    default:
        return question_count > 0 && random_below(4) ? fuzz_arp(frame) : fuzz_tcp(frame);
    }
}

static u32 damage(u8 *frame, u32 length)
{
    switch (random_below(5)) {
    case 0:                     /* cut off */
        return 1 + random_below(length);
    case 1:                     /* longer than it says */
        return length + random_below(40);
    case 2:                     /* a changed IP header whose checksum is right again */
        if (get16(frame + 12) == 0x0800 && length >= PAYLOAD) {
            frame[ETHERNET_HEADER + random_below(IP_HEADER)] = (u8)random_number();
            put16(frame + ETHERNET_HEADER + 10, 0);
            put16(frame + ETHERNET_HEADER + 10, internet_checksum(frame + ETHERNET_HEADER, IP_HEADER, 0));
        }
        return length;
    default:
        for (u32 i = 1 + random_below(4); i > 0; i--)
            frame[random_below(random_below(2) ? length : 54)] = (u8)random_number();
        return length;
    }
}

/* Whether it is a fragment of a datagram that the layered stack does not take. */
static int is_too_large(const u8 *frame)
{
    const u8 *ip = frame + ETHERNET_HEADER;
    u32 where = get16(ip + 6);

    return get16(frame + 12) == 0x0800 && (where & 0x3fff) != 0 &&
           (where & 0x1fff) * 8 + get16(ip + 2) > DATAGRAM_MAX;
}

u32 fuzz_frame(u8 *frame)
{
    u32 length;

    do {
        memset(frame, 0, 64);
        length = make_any(frame);
        if (random_below(12) == 0)
            length = damage(frame, length);
    } while (is_too_large(frame));
    return length;
}
