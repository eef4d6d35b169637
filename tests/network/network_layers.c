/* SPDX-License-Identifier: GPL-2.0-only */
/* The layers one by one: their checks at the boundary, what they do when packets are short,
 * ping, the link, sequence numbers.
 */
#include "frames.h"
#include "fuzz.h"
#include "packets.h"
#include "world.h"

#include "tap.h"

static struct stack *stack;
static u8 sent[64][2048];       /* what the stack sent since forget() */
static u32 sent_length[64], sent_count;

static void stack_sent(const u8 *frame, u32 length)
{
    fuzz_observe(frame, length);
    memcpy(sent[sent_count % 64], frame, length);
    sent_length[sent_count % 64] = length;
    sent_count++;
}

static void forget(void)
{
    sent_count = 0;
}

/* Function `index` of the object that the reference denotes, called as a client calls it. */
#define CALL(reference, index, type, ...) \
    ((type)((struct object *)(reference))->entries[index])((reference), ##__VA_ARGS__)

typedef status (*allocate_type)(void *packets, void **packet, u32 *start);
typedef status (*send_type)(void *self, void *packet, u32 offset, u32 length);
typedef status (*output_type)(void *self, void *packet, u32 offset, u32 length, u32 destination);
typedef status (*ip_output_type)(void *self, void *packet, u32 offset, u32 length, u32 source,
                                 u32 destination, u32 ttl, u32 tos, u32 protocol);

static u32 start;               /* of the last new_packet()'s block in the packets' memory */

static struct object *new_packet(void)
{
    void *packet = NULL;

    CALL(stack->packets, 2, allocate_type, &packet, &start);
    return packet;
}

static u32 network_order(u32 address)
{
    return __builtin_bswap32(address);
}

/* Ip.output() to the gateway, as protocol 200. */
static status ip_send(u32 offset, u32 length)
{
    struct object *packet = new_packet();

    return CALL(stack->ip_layer, 1, ip_output_type, packet, start + offset, length, 0,
                network_order(GATEWAY_ADDRESS), 64, 0, 200);
}

/* Ip.outputWithHeader(). */
static status ip_send_whole(u32 offset, u32 length)
{
    struct object *packet = new_packet();

    return CALL(stack->ip_layer, 2, send_type, packet, start + offset, length);
}

static status ethernet_send_to(u32 destination, u32 offset, u32 length)
{
    struct object *packet = new_packet();

    return CALL(stack->ethernet_layer, 2, output_type, packet, start + offset, length,
                network_order(destination));
}

/* Ethernet.output() to the gateway. */
static status ethernet_send(u32 offset, u32 length)
{
    return ethernet_send_to(GATEWAY_ADDRESS, offset, length);
}

/* Lets the gateway's address be known, so that nothing waits for ARP. */
static void introduce_gateway(void)
{
    u8 frame[64];

    world_receive(frame, make_arp(frame, 1, GATEWAY_ADDRESS, STACK_ADDRESS));
    forget();
}

/* Offsets and lengths that do not lie in the block, or leave too little room in front. */
static void test_boundaries(void)
{
    static const u32 places[][2] = {
        {0, 100}, {13, 100}, {2049, 0}, {2048, 1}, {2000, 100}, {100, 0xffffffff}, {0xffffffff, 100},
        {0xfffffff0, 0x20}, {100, 1949},
    };
    u32 before = world_free_packets();

    for (u32 i = 0; i < sizeof places / sizeof *places; i++) {
        u32 offset = places[i][0], length = places[i][1];

        ok(ethernet_send(offset, length) == E_RANGE && ip_send(offset, length) == E_RANGE &&
           ip_send_whole(offset, length) == E_RANGE,
           "offset %u and length %u are refused by Ethernet and IP", offset, length);
    }
    is_number(ip_send(33, 10), E_RANGE, "IP wants room for its header and Ethernet's");
    is_number(ip_send(34, 10), OK, "IP sends if there is just that room");
    ok(ethernet_send(0u - start, 100) == E_RANGE &&
       ethernet_send(PACKET_COUNT * 2048 - start + 20, 10) == E_RANGE,
       "so are places outside the packets' memory");
    is_number(ip_send_whole(100, 19), E_RANGE,
              "a datagram that brings its header must be as long as one");
    is_number(sent_count, 1, "nothing else was sent");
    is_number(world_free_packets(), before, "all these packets are free again");
}

static u32 foreign_start;

/* Of an application's object that passes for a packet. */
static u32 say_foreign_start(void *self)
{
    (void)self;
    return foreign_start;
}

/* An application need not have the packets' memory: it cannot have another packet's block sent, nor by
 * an object of its own. */
static void test_foreign_block(void)
{
    static void *const functions[] = {say_foreign_start};
    status (*send)(void *socket, void *packet, u32 offset, u32 length, u32 address, u32 port);
    u32 before = world_free_packets(), to = network_order(GATEWAY_ADDRESS), wrong = 0, other;
    void *held = new_packet();

    *(void **)&send = server_symbol(stack->udp, "socket_send");
    other = start;
    wrong += send(NULL, new_packet(), other + 100, 20, to, 7) != E_RANGE;
    wrong += send(NULL, new_packet(), PACKET_COUNT * 2048 + 100, 20, to, 7) != E_RANGE;
    foreign_start = other;
    wrong += send(NULL, object_create(functions, 1, &foreign_start, NULL), other + 100, 20, to, 7) != E_RANGE;
    ok(wrong == 0 && world_free_packets() == before - 1, "UDP sends nothing out of another packet's block");
    reference_release(held);
}

/* A transport's own checks: IP says how long the header in front is. */
static void test_transport_boundaries(void)
{
    typedef void (*receive_type)(void *self, void *packet, u32 offset, u32 length, u32 source,
                                 u32 destination, u32 header_length);
    static const struct { const char *layer, *function; } entries[] = {
        {"udp", "datagrams_receive"}, {"icmp", "datagrams_receive"}, {"tcp", "segments_receive"},
    };
    struct server *servers[] = {stack->udp, stack->icmp, stack->tcp};
    static const u32 arguments[][3] = {
        {100, 20, 19}, {100, 20, 61}, {100, 20, 0xffffffff}, {19, 20, 20}, {2048, 1, 20}, {100, 0, 20},
        {100, 3, 20},
    };
    u32 before = world_free_packets();

    forget();
    for (u32 i = 0; i < 3; i++) {
        receive_type receive;

        *(void **)&receive = server_symbol(servers[i], entries[i].function);
        for (u32 k = 0; k < sizeof arguments / sizeof *arguments; k++) {
            struct object *packet = new_packet();

            receive(NULL, packet, start + arguments[k][0], arguments[k][1], network_order(GATEWAY_ADDRESS),
                    network_order(STACK_ADDRESS), arguments[k][2]);
        }
        ok(sent_count == 0 && world_free_packets() == before, "%s drops what cannot be", entries[i].layer);
    }
}

/* A datagram larger than the link carries goes out in fragments, which make it up again. */
static void test_fragments_out(void)
{
    struct object *packet = new_packet();
    u8 whole[2048], *bytes = packet->self;
    u32 wrong = 0;

    forget();
    for (u32 i = 0; i < 1700; i++)
        bytes[200 + i] = pattern_byte(i);
    CALL(stack->ip_layer, 1, ip_output_type, packet, start + 200, 1700, 0, network_order(GATEWAY_ADDRESS),
         64, 0, 200);
    is_number(sent_count, 2, "1700 bytes take two fragments");
    for (u32 i = 0; i < sent_count && i < 2; i++) {
        const u8 *ip = sent[i] + ETHERNET_HEADER;

        ok((get16(ip + 6) & 0x2000) == (i == 0 ? 0x2000 : 0), "fragment %u says whether more follow", i);
        memcpy(whole + (get16(ip + 6) & 0x1fff) * 8 % 1700, ip + IP_HEADER, get16(ip + 2) - IP_HEADER);
    }
    for (u32 i = 0; i < 1700; i++)
        wrong += whole[i] != pattern_byte(i);
    is_number(wrong, 0, "they hold every byte");
}

/* An echo request of `length` bytes in fragments of 800. How many fragments answer it. */
static u32 ping_in_fragments(u32 length)
{
    static u8 whole[8192];
    u8 frame[2048];

    forget();
    make_echo(whole, GATEWAY_ADDRESS, 1, length);
    length += 8;
    for (u32 offset = 0; offset < length; offset += 800) {
        u32 size = length - offset < 800 ? length - offset : 800;

        memcpy(frame, whole, PAYLOAD);
        memcpy(frame + PAYLOAD, whole + PAYLOAD + offset, size);
        make_fragment(frame, 0x4242, offset / 8 | (offset + size < length ? 0x2000 : 0), size);
        world_receive(frame, PAYLOAD + size);
    }
    return sent_count;
}

static void test_fragments_in(void)
{
    u32 before = world_free_packets();

    is_number(ping_in_fragments(1800), 2, "an echo request of 1800 bytes is answered in two fragments");
    is_number(world_free_packets(), before, "fragments that wait take no packets");
    is_number(ping_in_fragments(4000), 0, "one that no packet can hold is not answered");
    for (u32 i = 0; i < 3000; i++)
        world_advance(10);
    is_number(world_free_packets(), before, "and leaves nothing behind");
}

/* The last 8 bytes of a datagram of 112. */
static void receive_last_fragment(u32 identification)
{
    u8 frame[128];

    make_echo(frame, GATEWAY_ADDRESS, 1, 0);
    make_fragment(frame, identification, 104 / 8, 8);
    world_receive(frame, PAYLOAD + 8);
}

/* What lwIP checks in a header, and looks at again when other fragments come, may change in the
 * packet meanwhile: that has no effect. */
static void test_changed_fragment(void)
{
    static const struct { u32 at, value; const char *what; } changes[] = {
        {2, 20 + 576, "length"}, {2, 10, "length"}, {0, 0x4f00, "header length"},
        {0, 0x6500, "version"}, {6, 0x3fff, "offset"},
    };
    void *(*wrap)(void *packet, u32 offset, u32 length, u32 front);
    void *(*take)(void *pbuf, u32 least, u32 (*measure)(const u8 *header));
    void *(*reassemble)(void *pbuf);
    u32 before = world_free_packets();

    *(void **)&wrap = server_symbol(stack->ip, "packet_wrap");
    *(void **)&take = server_symbol(stack->ip, "private_header_take");
    *(void **)&reassemble = server_symbol(stack->ip, "ip4_reass");
    for (u32 i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct object *packet = new_packet();
        u8 *frame = (u8 *)packet->self + 66;
        void *fragment, *whole;

        forget();
        make_echo(frame, GATEWAY_ADDRESS, 1, 104 - 8);
        make_fragment(frame, 0x4343 + i, 0x2000, 104);
        fragment = take(wrap(packet, start + 80, 124, 0), IP_HEADER, NULL);
        put16(frame + ETHERNET_HEADER + changes[i].at, changes[i].value);
        whole = reassemble(fragment);
        receive_last_fragment(0x4343 + i);
        ok(whole == NULL && sent_count == 1 && world_free_packets() == before,
           "a fragment whose %s changes later is what it was when it came", changes[i].what);
    }
}

/* Whatever the moment at which packets run short, the stack survives and loses none. */
static void test_exhaustion(void)
{
    u8 frame[2048];

    for (u32 i = 0; i < 20000; i++) {
        world_limit_packets(random_below(4) ? random_below(6) : 0xffffffff);
        world_receive(frame, fuzz_frame(frame));
        if (random_below(8) == 0)
            world_advance(10);
    }
    world_limit_packets(0xffffffff);
    ok(fuzz_connections > 10, "connections were opened while packets ran short: %u", fuzz_connections);
    for (u32 i = 0; i < 600000; i++)    /* TCP gives up only then */
        world_advance(10);
    is_number(world_free_packets(), PACKET_COUNT, "after a hundred quiet minutes every packet is free");
}

/* Without a link nothing is sent, senders are told, and the address is announced after it. */
static void test_link(void)
{
    introduce_gateway();
    world_log();
    world_set_link(0);
    for (u32 i = 0; i < 100; i++)
        world_advance(10);
    is_text(world_log(), "ethernet: link down\n", "the log says that the link went down");
    forget();
    is_number(ip_send(100, 10), E_HOSTUNREACH, "a sender is told");
    is_number(sent_count, 0, "nothing is sent");
    world_set_link(1);
    for (u32 i = 0; i < 100; i++)
        world_advance(10);
    is_text(world_log(), "ethernet: link up, 100 Mbit/s, full duplex\n", "the log says that it is back");
    ok(sent_count == 1 && get16(sent[0] + 12) == 0x0806 && get32(sent[0] + 28) == STACK_ADDRESS,
       "the address is announced by ARP");
}

/* A known address that is used is asked for again before it is too old, though frames go out without
 * ARP having a look at each. */
/* A new configuration leaves nothing behind of whom frames went to last. */
static void test_configure(void)
{
    typedef status (*configure_type)(void *self, u32 address, u32 netmask, u32 gateway);

    introduce_gateway();
    ethernet_send(100, 20);
    CALL(stack->ethernet_layer, 1, configure_type, network_order(STACK_ADDRESS), network_order(0xffffff00),
         network_order(GATEWAY_ADDRESS));
    introduce_gateway();
    forget();
    ethernet_send_to(0, 100, 20);
    ok(sent_count == 1 && sent[0][0] == 0xff, "after a new configuration, a frame to everybody goes to all");
}

static void test_known_address(void)
{
    u32 asked = 0, frames = 0;

    introduce_gateway();
    for (u32 second = 0; second < 280; second++) {
        for (u32 i = 0; i < 100; i++)
            world_advance(10);
        forget();
        ip_send(100, 10);
        for (u32 i = 0; i < sent_count; i++) {
            asked += get16(sent[i] + 12) == 0x0806;
            frames += get16(sent[i] + 12) == 0x0800;
        }
    }
    is_number(frames, 280, "a frame a second goes out");
    ok(asked > 0 && asked <= 20, "and the gateway's address, once it is old, is asked for again: %u times",
       asked);
}

const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0:detect_odr_violation=0";     /* each server has globals of the same names */
}

static status open_udp(void *receiver, void **reference)
{
    typedef status (*type)(void *self, u32 port, void *receiver, void **socket);

    return CALL(stack->udp_layer, 0, type, 4000, receiver, reference);
}

static status listen_tcp(void *receiver, void **reference)
{
    typedef status (*type)(void *self, u32 port, void *acceptor, void **registration);

    return CALL(stack->tcp_layer, 0, type, 4000, receiver, reference);
}

static status connect_tcp(void *receiver, void **reference)
{
    typedef status (*type)(void *self, u32 address, u32 port, void *receiver, void **connection);

    return CALL(stack->tcp_layer, 1, type, network_order(GATEWAY_ADDRESS), 4000, receiver, reference);
}

static status attach_icmp(void *receiver, void **reference)
{
    typedef status (*type)(void *self, void *receiver, void **registration);

    return CALL(stack->icmp_layer, 1, type, receiver, reference);
}

static status attach_ip(void *receiver, void **reference)
{
    typedef status (*type)(void *self, u32 protocol, void *receiver, void **registration);

    return CALL(stack->ip_layer, 0, type, 200, receiver, reference);
}

static void do_nothing(void)
{
}

/* A server that can have no more references refuses who wants to be called, and then keeps
 * nothing; it never has somebody registered whom it cannot call. */
static void test_no_references(void)
{
    static const struct { const char *name; status (*attach)(void *receiver, void **reference); } ways[] = {
        {"Udp.open()", open_udp}, {"Tcp.listen()", listen_tcp}, {"Tcp.connect()", connect_tcp},
        {"Icmp.attach()", attach_icmp}, {"Ip.attach()", attach_ip},
    };
    static void *const functions[] = {do_nothing, do_nothing, do_nothing, do_nothing, do_nothing, do_nothing};
    struct object *receiver = object_create(functions, 6, NULL, NULL);

    for (u32 i = 0; i < sizeof ways / sizeof *ways; i++) {
        void *reference = NULL;

        for (u32 more = 0; more < 2; more++) {
            references_limit(more);
            ok(ways[i].attach(receiver, &reference) == E_NOMEM && reference == NULL,
               "%s with %u references left is refused", ways[i].name, more);
            is_number(receiver->references, 1, "and keeps none");
        }
        references_limit(0xffffffff);
        is_number(ways[i].attach(receiver, &reference), OK, "after that it works");
        reference_release(reference);
        is_number(receiver->references, 1, "and all is given back in the end");
    }
    reference_release(receiver);
}

int main(void)
{
    stack = stack_load(stack_sent);
    application_load("udp_echo", (void *[]){stack->udp_layer, stack->log});
    application_load("tcp_echo", (void *[]){stack->tcp_layer, stack->packets, stack->log});
    is_text(world_log(), "ethernet: station address 52:54:00:12:34:56\n"
                         "ethernet: link up, 100 Mbit/s, full duplex\n"
                         "ip: address 10.0.2.15 netmask 255.255.255.0 gateway 10.0.2.2\n",
            "the log says what was configured");
    introduce_gateway();
    test_boundaries();
    test_foreign_block();
    test_transport_boundaries();
    test_fragments_out();
    test_fragments_in();
    test_changed_fragment();
    test_link();
    test_known_address();
    test_configure();
    test_no_references();
    test_exhaustion();
    return tap_end();
}
