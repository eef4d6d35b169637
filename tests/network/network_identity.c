/* SPDX-License-Identifier: GPL-2.0-only */
/* The layered stack sends the same frames as monolithic lwIP, byte for byte, whatever it
 * receives: tens of thousands of frames, right ones and damaged ones.
 */
#include "frames.h"
#include "fuzz.h"
#include "monolith.h"
#include "world.h"

#include <stdlib.h>

#include "tap.h"

#define FRAMES 200000
#define SENT_MAX 4096

/* What one of the two sent since the last comparison. */
struct sent {
    u32 count;
    u32 lengths[SENT_MAX];
    u8 frames[SENT_MAX][1600];
};

static struct sent layered, monolithic;
static u32 total_sent, total_compared;

static void record(struct sent *sent, const u8 *frame, u32 length)
{
    if (sent->count == SENT_MAX || length > 1600) {
        fprintf(stderr, "too many frames at once, or one too long\n");
        exit(1);
    }
    memcpy(sent->frames[sent->count], frame, length);
    sent->lengths[sent->count++] = length;
}

static void layered_sent(const u8 *frame, u32 length)
{
    record(&layered, frame, length);
}

static void monolithic_sent(const u8 *frame, u32 length)
{
    record(&monolithic, frame, length);
}

static void print_frame(const char *who, const struct sent *sent, u32 index)
{
    printf("# %s: ", who);
    if (index >= sent->count)
        printf("nothing");
    for (u32 i = 0; index < sent->count && i < sent->lengths[index] && i < 96; i++)
        printf("%02x", sent->frames[index][i]);
    printf("\n");
}

/* Whether both sent the same since the last time; lets the peers see it. */
static int is_same(void)
{
    u32 count = layered.count > monolithic.count ? layered.count : monolithic.count;
    int same = 1;

    for (u32 i = 0; i < count && same; i++) {
        same = i < layered.count && i < monolithic.count && layered.lengths[i] == monolithic.lengths[i] &&
               memcmp(layered.frames[i], monolithic.frames[i], layered.lengths[i]) == 0;
        if (!same) {
            print_frame("layered   ", &layered, i);
            print_frame("monolithic", &monolithic, i);
        } else {
            fuzz_observe(layered.frames[i], layered.lengths[i]);
        }
    }
    total_sent += layered.count;
    layered.count = monolithic.count = 0;
    total_compared++;
    return same;
}

static struct monolith reference;

static int feed(const u8 *frame, u32 length)
{
    world_receive(frame, length);
    reference.receive(frame, length);
    return is_same();
}

/* Peers answer ARP at once: a TCP segment that still waits for an address when it is sent
 * again is the one case where the two differ (servers/tcp/tcp.c). */
static int feed_with_answers(u8 *frame, u32 length)
{
    do {
        if (!feed(frame, length))
            return 0;
    } while ((length = fuzz_answer(frame)) > 0);
    return 1;
}

static int advance(void)
{
    u8 frame[64];
    u32 length;

    world_advance(10);
    reference.tick(world_time());
    if (!is_same())
        return 0;
    length = fuzz_answer(frame);
    return length > 0 ? feed_with_answers(frame, length) : 1;
}

/* Feeds both; how many frames went well. */
static u32 run(u32 frames)
{
    u8 frame[2048];

    for (u32 i = 0; i < frames; i++) {
        u32 length = fuzz_frame(frame), steps;

        if (!feed_with_answers(frame, length)) {
            printf("# after frame %u of %u bytes: ", i, length);
            for (u32 k = 0; k < length && k < 80; k++)
                printf("%02x", frame[k]);
            printf("\n");
            return i;
        }
        steps = random_below(16) ? 0 : 1 + random_below(random_below(8) ? 4 : 40);
        for (; steps > 0; steps--)
            if (!advance())
                return i;
    }
    return frames;
}

const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0:detect_odr_violation=0";     /* each server has globals of the same names */
}

int main(void)
{
    struct stack *stack = stack_load(layered_sent);

    application_load("udp_echo", (void *[]){stack->udp_layer, stack->log});
    application_load("tcp_echo", (void *[]){stack->tcp_layer, stack->packets, stack->log});
    monolith_load(&reference);
    reference.start(STACK_ADDRESS, monolithic_sent);
    reference.serve_echo();
    ok(is_same(), "both announce their address alike");
    random_seed(20221104);
    is_number(run(FRAMES), FRAMES, "both send the same after each of %u frames", FRAMES);
    ok(total_sent > FRAMES / 3, "they sent %u frames", total_sent);
    ok(fuzz_connections > 1000, "%u TCP connections were opened", fuzz_connections);
    ok(fuzz_echoed > 1000000, "%u bytes came back over TCP", fuzz_echoed);
    for (u32 i = 0; i < 120000 && advance(); i++)
        continue;
    is_number(world_free_packets(), PACKET_COUNT, "after twenty quiet minutes every packet is free again");
    return tap_end();
}
