/* SPDX-License-Identifier: GPL-2.0-only */
/* Peers that do what lwIP takes for granted that nobody does: each case once stopped the TCP server by
 * one of lwIP's assertions, and with it a system that has it in the kernel's domain. */
#include "frames.h"
#include "peer.h"

#include <stdlib.h>

#include "tap.h"

#define ECHO 7
#define SINK 9

static struct stack *stack;

/* Whether the connection still works: the next bytes in order are acknowledged. */
static int goes_on(u32 next)
{
    peer_say(&(struct say){.sequence = next, .flags = FLAG_ACK | FLAG_PSH, .length = 4, .window = 8000});
    peer_pass(1000);
    return peer.acknowledged == next + 4;
}

/* Fills the echo's window until `most` bytes of it are left: nothing is acknowledged. */
static u32 fill_window(u32 most)
{
    u32 next = PEER_FIRST;

    while (peer.window > most) {
        u32 length = peer.window - most < 1000 ? peer.window - most : 1000;

        peer_say(&(struct say){.sequence = next, .flags = FLAG_ACK, .length = length, .window = 0xffff,
                               .acknowledged = peer.first});
        peer_pass(300);
        next += length;
    }
    return next;
}

/* Bytes behind the window wait for the one before them. */
static int overrun(u32 unused)
{
    u32 next;

    (void)unused;
    peer_open(ECHO, 0xffff, 0xffff, NULL, 0);
    next = fill_window(200);
    peer_say(&(struct say){.sequence = next + 1, .flags = FLAG_ACK, .length = 1460, .window = 0xffff,
                           .acknowledged = peer.first});
    if (peer.acknowledged != next)
        return 0;
    peer_say(&(struct say){.sequence = next, .flags = FLAG_ACK, .length = 1, .window = 0xffff,
                           .acknowledged = peer.first});
    peer_pass(300);
    if (peer.acknowledged != next + 1)
        return 0;
    peer_say(&(struct say){.sequence = next + 1, .flags = FLAG_ACK, .length = 150, .window = 0xffff});
    peer_pass(300);
    return peer.acknowledged == next + 151 && goes_on(next + 151);
}

/* A segment waits that reaches behind the window, and what is before it comes in one batch. */
static int overrun_by_batch(u32 unused)
{
    u32 next = PEER_FIRST + 4;

    (void)unused;
    peer_open(SINK, 0xffff, 0xffff, NULL, 0);
    peer_say(&(struct say){.sequence = PEER_FIRST, .flags = FLAG_ACK, .length = 4, .window = 8000});
    peer_say(&(struct say){.sequence = next + 65525, .flags = FLAG_ACK, .length = 1000, .window = 8000});
    peer_say(&(struct say){.sequence = next, .flags = FLAG_ACK, .length = 500, .window = 8000});
    next += 500;
    for (u32 i = 0; i < 45; i++)
        peer_offer(&(struct say){.sequence = next + i * 1445, .flags = FLAG_ACK, .length = 1445,
                                 .window = 8000});
    peer_pass(300);
    return peer.acknowledged == next + 45 * 1445 && goes_on(next + 45 * 1445);
}

/* A batch is more than what is left of the window. */
static int batch_beyond_window(u32 unused)
{
    u32 next;

    (void)unused;
    peer_open(ECHO, 0xffff, 0xffff, NULL, 0);
    next = fill_window(3000);
    for (u32 i = 0; i < 10; i++)
        peer_offer(&(struct say){.sequence = next + i * 1000, .flags = FLAG_ACK, .length = 1000,
                                 .window = 0xffff, .acknowledged = peer.first});
    peer_pass(300);
    /* It may take more than it said: small openings of the window are not told. */
    return peer.acknowledged - next >= 3000 && peer.acknowledged - next < 4460 && peer.window == 0;
}

/* The very segment that opens the connection lies behind the window. */
static int open_beyond(u32 flags)
{
    peer = (struct peer){.port = SINK};
    peer_say(&(struct say){.sequence = PEER_FIRST - 1, .flags = FLAG_SYN, .window = 8000});
    peer_say(&(struct say){.sequence = PEER_FIRST + 65000, .flags = FLAG_ACK | flags, .length = 1000,
                           .window = 8000});
    for (u32 i = 0; i < 45; i++)
        peer_offer(&(struct say){.sequence = PEER_FIRST + i * 1445, .flags = FLAG_ACK, .length = 1445,
                                 .window = 8000});
    peer_pass(300);
    return goes_on(PEER_FIRST + 45 * 1445);
}

static const u8 usual_size[] = {2, 4, 1460 >> 8, 1460 & 0xff}, size_of_one[] = {2, 4, 0, 1};

/* The longest segment shrinks when longer ones are queued: with more bytes to queue, or none, but a
 * segment that has to be divided. */
static int shrink_segments(u32 length)
{
    peer_open(ECHO, length > 0 ? 600 : 4000, 600, usual_size, sizeof usual_size);
    peer_say(&(struct say){.sequence = PEER_FIRST, .flags = FLAG_ACK, .length = 1000, .window = 600,
                           .acknowledged = peer.first});
    peer_say(&(struct say){.sequence = PEER_FIRST + 1000, .flags = FLAG_ACK, .length = length, .window = 600,
                           .options = size_of_one, .options_length = 4, .acknowledged = peer.first});
    peer_pass(3000);
    peer_say(&(struct say){.sequence = PEER_FIRST + 1000 + length, .flags = FLAG_ACK, .window = 600});
    peer_pass(3000);
    return goes_on(PEER_FIRST + 1000 + length);
}

/* A window that was never open when bytes were queued, then is by two bytes. */
static int open_late(u32 first)
{
    peer_open(ECHO, first, first, NULL, 0);
    peer_say(&(struct say){.sequence = PEER_FIRST, .flags = FLAG_ACK, .length = 400, .window = first});
    peer_say(&(struct say){.sequence = PEER_FIRST + 400, .flags = FLAG_ACK, .length = 10, .window = 2});
    peer_pass(3000);
    return goes_on(PEER_FIRST + 410);
}

/* A probe of a closed window, of all there is to send, is acknowledged: an honest peer does that. */
static int acknowledge_probe(u32 unused)
{
    (void)unused;
    peer_open(ECHO, 1000, 0, NULL, 0);
    peer_say(&(struct say){.sequence = PEER_FIRST, .flags = FLAG_ACK, .length = 1, .window = 0,
                           .acknowledged = peer.first});
    peer_pass(1000);
    if (peer.bytes == 0)
        return 0;
    peer_say(&(struct say){.sequence = PEER_FIRST + 1, .flags = FLAG_ACK, .window = 8000});
    peer_pass(1000);
    return goes_on(PEER_FIRST + 1);
}

/* An application that connects to the peer, and neither sends nor consumes anything. */

static struct object *connection;
static u32 taken_early, taken_late;

static void connected(void *self)
{
    (void)self;
}

static void received(void *self, void *packet, u32 offset, u32 length)
{
    (void)self;
    (void)offset;
    (void)length;
    reference_release(packet);
}

static void nothing(void *self)
{
    (void)self;
}

static int connect_peer(void (*told)(void *self))
{
    typedef status (*connect_type)(void *self, u32 address, u32 port, void *receiver, void **connection);
    void *const functions[] = {told, received, nothing, nothing, nothing, nothing};
    void **kept = memcpy(malloc(sizeof functions), functions, sizeof functions);
    struct object *layer = stack->tcp_layer;
    u32 address = (GATEWAY_ADDRESS & 0xff) << 24 | (GATEWAY_ADDRESS & 0xff00) << 8 |
                  (GATEWAY_ADDRESS >> 8 & 0xff00) | GATEWAY_ADDRESS >> 24;

    peer = (struct peer){0};
    return ((connect_type)layer->entries[1])(layer, address, PEER_PORT, object_create(kept, 6, NULL, NULL),
                                             (void **)&connection) >= 0;
}

static void accept_peer(u32 window, const u8 *options, u32 options_length)
{
    world_advance(10);
    peer_say(&(struct say){.sequence = PEER_FIRST - 1, .flags = FLAG_SYN | FLAG_ACK, .window = window,
                           .options = options, .options_length = options_length});
}

/* A FIN waits at the end of the window, and what comes before it fills the window to the last byte: with
 * no data, the FIN stands in the window, where there are data now; with a byte, behind it. */
static int finish_in_window(u32 length)
{
    u32 next = PEER_FIRST, window, taken;

    if (!connect_peer(connected))
        return 0;
    accept_peer(8000, NULL, 0);
    for (; PEER_FIRST + 0xffff - next > 1460; next += 1460)
        peer_say(&(struct say){.sequence = next, .flags = FLAG_ACK, .length = 1460, .window = 8000});
    window = PEER_FIRST + 0xffff - next;
    peer_say(&(struct say){.sequence = next + window - 1, .flags = FLAG_ACK | FLAG_FIN, .length = length,
                           .window = 8000});
    peer_say(&(struct say){.sequence = next, .flags = FLAG_ACK, .length = window, .window = 8000});
    peer_pass(300);
    taken = peer.acknowledged - next;
    if (length > 0)
        return taken == window && peer.window == 0;
    peer_say(&(struct say){.sequence = next, .flags = FLAG_ACK, .length = window - 1, .window = 8000});
    peer_pass(300);
    return taken == 0 && peer.acknowledged == next + window;
}

/* It sends before the connection is open, to a peer with short segments. */

static i32 send_bytes(u32 count)
{
    typedef i32 (*send_type)(void *self, const void *data, u32 length, u32 more);
    static u8 bytes[2000];

    for (u32 i = 0; i < sizeof bytes; i++)
        bytes[i] = pattern_byte(PEER_FIRST + i);
    return ((send_type)connection->entries[1])(connection, bytes, count, 0);
}

static void send_now(void *self)
{
    (void)self;
    taken_late = (u32)send_bytes(1000);
}

static int send_early(u32 unused)
{
    typedef u32 (*space_type)(void *self);
    u32 space;

    (void)unused;
    if (!connect_peer(send_now))
        return 0;
    space = ((space_type)connection->entries[2])(connection);
    taken_early = (u32)send_bytes(1000);
    accept_peer(8000, size_of_one, sizeof size_of_one);
    for (u32 i = 0; i < 20; i++) {
        peer_pass(50);
        peer_say(&(struct say){.sequence = PEER_FIRST, .flags = FLAG_ACK, .window = 8000});
    }
    return space == 0 && taken_early == 0 && taken_late > 0 && peer.bytes > 10 && peer.wrong == 0;
}

const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0:detect_odr_violation=0";     /* each server has globals of the same names */
}

int main(void)
{
    stack = peer_load_stack();
    ok(peer_survives(overrun, 0), "bytes behind the window that come out of order");
    ok(peer_survives(overrun_by_batch, 0), "a segment across the window's end, then a batch up to it");
    ok(peer_survives(batch_beyond_window, 0), "a batch that is longer than the window");
    ok(peer_survives(finish_in_window, 0), "a FIN that waits, and bytes that fill the window");
    ok(peer_survives(finish_in_window, 1), "a FIN behind the window, likewise");
    ok(peer_survives(open_beyond, 0), "a connection's first segment reaches behind the window");
    ok(peer_survives(open_beyond, FLAG_SYN), "likewise, and says SYN again");
    ok(peer_survives(shrink_segments, 10), "an option MSS in the middle of a connection, with data");
    ok(peer_survives(shrink_segments, 0), "likewise, without data");
    ok(peer_survives(open_late, 0), "a window of 0 at first, then of 2");
    ok(peer_survives(open_late, 1), "a window of 1 at first, then of 2");
    ok(peer_survives(acknowledge_probe, 0), "a probe of a closed window is acknowledged");
    ok(peer_survives(send_early, 0), "nothing is taken to send before the connection is open");
    return tap_end();
}
