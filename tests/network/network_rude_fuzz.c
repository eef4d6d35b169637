/* SPDX-License-Identifier: GPL-2.0-only */
/* Peers that may say anything, at random: windows that open and close, bytes out of order, twice, behind
 * the window, FINs, options, acknowledgements of a part, in batches or one by one, and time between.
 * TCP must not stop, must return the bytes that it got, and must keep nothing when it is over. */
#include "frames.h"
#include "peer.h"

#include <stdlib.h>

#include "tap.h"

#define ECHO 7
#define SEEDS 100
#define STEPS 200

static struct stack *stack;
static u32 packets_before;
static u32 closed_for;          /* so many times yet, the window is said to be of a byte at most */

static u32 some_window(void)
{
    static const u32 windows[] = {0, 0, 1, 2, 3, 10, 100, 535, 536, 537, 1000, 1460, 3000, 65535};

    if (closed_for > 0 && closed_for--)
        return random_below(2);
    return windows[random_below(sizeof windows / sizeof *windows)];
}

/* Options as of a SYN, some of which have no place elsewhere. */
static u32 some_options(u8 *options)
{
    u32 length = 0, size = random_below(3) ? 1460 : 1 + random_below(600);

    if (random_below(2)) {
        memcpy(options, "\2\4", 2);
        put16(options + 2, size);
        length += 4;
    }
    if (random_below(2)) {
        memcpy(options + length, "\1\3\3\2", 4);
        length += 4;
    }
    if (random_below(2)) {
        memcpy(options + length, "\1\1\4\2", 4);
        length += 4;
    }
    return length;
}

static u32 some_sequence(void)
{
    switch (random_below(8)) {
    case 0:
        return peer.acknowledged + random_below(3000);
    case 1:
        return peer.acknowledged - random_below(2000);
    case 2:
        return peer.acknowledged + peer.window - random_below(1500);
    default:
        return peer.acknowledged;
    }
}

/* All, a part, or what a segment before did; of what never was sent, too. */
static u32 some_acknowledgement(u32 before)
{
    switch (random_below(4)) {
    case 0:
        return before;
    case 1:
        return before + random_below(peer.end - before + 2);
    default:
        return peer.end;
    }
}

/* A few segments of which each, mostly, goes on where the one before ended; one in `syns` says SYN. */
static u32 say_something(u32 before, u32 syns)
{
    u32 count = random_below(3) ? 1 : 1 + random_below(48), window = some_window();
    struct say say = {.sequence = some_sequence(), .acknowledged = some_acknowledgement(before)};
    u8 options[12];

    for (u32 i = 0; i < count; i++) {
        say.flags = FLAG_ACK | (random_below(5) ? 0 : FLAG_PSH) | (random_below(60) ? 0 : FLAG_FIN) |
                    (random_below(syns) ? 0 : FLAG_SYN);
        say.length = random_below(4) ? random_below(random_below(8) ? 1461 : 3) : 0;
        say.window = random_below(8) ? window : some_window();
        say.options = options;
        say.options_length = random_below(20) ? 0 : some_options(options);
        peer_offer(&say);
        say.sequence = random_below(20) ? say.sequence + say.length : some_sequence();
        if (random_below(10) == 0)
            say.acknowledged = some_acknowledgement(before);
    }
    world_advance(0);
    return (i32)(say.acknowledged - before) > 0 && (i32)(say.acknowledged - peer.end) <= 0 ? say.acknowledged
                                                                                            : before;
}

static int converse(u32 seed)
{
    static const u32 windows[] = {4 * 1460, 20 * 1460, 176 * 1460};
    u8 options[12];
    u32 before, length;

    random_seed(seed * 2654435761u + 1);
    for (u32 i = 0; i < 10; i++)
        random_number();
    *(u32 *)server_symbol(stack->tcp, "tcp_window") = windows[random_below(3)];
    length = random_below(2) ? some_options(options) : 0;
    closed_for = random_below(3) ? 0 : random_below(12);
    if (random_below(4) > 0) {
        peer_open(ECHO, some_window(), some_window(), options, length);
    } else {                            /* what opens the connection is anything as well */
        peer = (struct peer){.port = ECHO};
        peer_say(&(struct say){.sequence = PEER_FIRST - 1, .flags = FLAG_SYN, .window = some_window(),
                               .options = options, .options_length = length});
    }
    before = peer.first;
    for (u32 i = 0; i < STEPS; i++) {
        if (random_below(6) == 0)
            peer_pass(10 * (1 + random_below(random_below(4) ? 20 : 200)));
        else
            before = say_something(before, i < 5 ? 8 : 200);
    }
    peer_reset();
    return peer.wrong == 0 && world_free_packets() == packets_before;
}

const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0:detect_odr_violation=0";     /* each server has globals of the same names */
}

/* Arguments: the first seed and how many, to look for more than a test does. */
int main(int count, char **arguments)
{
    u32 first = count > 1 ? (u32)atoi(arguments[1]) : 0, seeds = count > 2 ? (u32)atoi(arguments[2]) : SEEDS;
    u32 survived = 0;

    stack = peer_load_stack();
    packets_before = world_free_packets();
    for (u32 seed = first; seed < first + seeds; seed++) {
        int survives = peer_survives(converse, seed);

        survived += survives;
        if (!survives)
            tap_note("seed %u", seed);
    }
    is_number(survived, seeds, "TCP survives %u peers that say anything", seeds);
    return tap_end();
}
