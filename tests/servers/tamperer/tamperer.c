/* SPDX-License-Identifier: GPL-2.0-only */
/* A hostile driver: it hands frames up as a driver does, and keeps rewriting their headers.
 *
 * Its threads are of a higher priority than the stack's, so that they find it anywhere. One
 * hands frames on, and damages one in DAMAGED before the stack can have looked at it. The other
 * comes with each tick of the clock, and rewrites a word of the headers of frames that were handed
 * on last, wherever they are now; but not while nothing comes, because a peer that waits longer
 * each time would never be heard again. It keeps a reference to each, so that nobody else gets the
 * block meanwhile: QEMU's user-mode network does not survive every frame that would go out damaged.
 *
 * It spares what follows the headers: that every byte arrives all the same is what the test looks
 * at. And in one block it is always the same word, and never all ones: so a checksum of 16 bits,
 * which is all that TCP has, tells for certain.
 */
#include "tamperer.h"

#define QUEUE_CAPACITY  512
#define PRIORITY        6               /* the stack's is 5 */
#define RECENT          64              /* frames that are remembered; a power of two */
#define REWRITTEN       4               /* of these with each tick, at most; one for each new frame */
#define DAMAGED         64
#define HEADERS         54              /* Ethernet, IP and TCP without options */
#define FRAMES_TOLD     256             /* how often it says how much it did */

struct passer {
    PacketQueue taken, given;           /* the card's frames, and Ethernet's queue */
    Semaphore readable;
};

static struct passer self_passer;
static struct rewriter { u32 unused; } self_rewriter;
static u8 *blocks;                      /* the packets' memory */
static u32 size, block_size;
static struct recent {
    Packet packet;                      /* owned: nobody else gets the block meanwhile */
    u32 frame;                          /* its offset in the memory */
} recent[RECENT];
static u32 frames, rewritten;

static u32 draw(void)
{
    static u32 state = 1;

    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

/* Rewrites a word of a header. */
static void rewrite(u32 frame)
{
    u32 word = frame / block_size * 11 % (HEADERS / 2);
    u8 *at = blocks + (frame & ~1u) + 2 * word;

    at[0] = (u8)draw() & 0xfe;
    at[1] = (u8)draw();
    rewritten++;
}

static void remember(struct recent *self, Packet packet, u32 frame)
{
    Packet_release(self->packet);
    self->packet = Packet_duplicate(packet);
    self->frame = frame;
}

static void hand_on(struct passer *self, Packet packet, u32 offset, u32 length)
{
    u32 frame = offset;

    if (frame > size - HEADERS) {
        Packet_release(packet);
        return;
    }
    remember(&recent[frames++ % RECENT], packet, frame);
    PacketQueue_put(self->given, packet, offset, length);
    if (frames % DAMAGED == 0)
        rewrite(frame);
}

static void say(void)
{
    char text[80];

    snprintf(text, sizeof text, "tamperer: %u frames, %u times rewritten\n", frames, rewritten);
    Log_write(log, text, strlen(text));
}

void passer_run(struct passer *self)
{
    Packet packet;
    u32 offset, length;

    while (Semaphore_wait(self->readable, FOREVER) >= 0)
        while (PacketQueue_get(self->taken, &packet, &offset, &length) >= 0) {
            hand_on(self, packet, offset, length);
            if (frames % FRAMES_TOLD == 0)
                say();
        }
}

void rewriter_run(struct rewriter *self)
{
    u32 seen = RECENT;                  /* of the frames, those that were rewritten for */

    (void)self;
    for (;;) {
        Threads_sleep(threads, 1);
        if (frames <= seen)
            continue;
        for (u32 i = 0; i < REWRITTEN && i < frames - seen; i++)
            rewrite(recent[draw() % RECENT].frame);
        seen = frames;
    }
}

void passer_destroy(struct passer *self)
{
    (void)self;                         /* it is static */
}

void rewriter_destroy(struct rewriter *self)
{
    (void)self;                         /* likewise */
}

static status start_thread(Runnable runnable, const char *name)
{
    Thread thread = 0;
    status result = Threads_create(threads, runnable, PRIORITY, name, strlen(name), &thread);

    Thread_release(thread);
    Runnable_release(runnable);
    return result;
}

status tampering_start(PacketQueue received, PacketQueue transmitted)
{
    struct passer *self = &self_passer;
    status result = Threads_createSemaphore(threads, 0, &self->readable);

    if (result >= 0)
        result = Packets_createQueue(packets, QUEUE_CAPACITY, self->readable, &self->taken);
    if (result < 0)
        return result;
    self->given = PacketQueue_duplicate(received);
    result = NetworkDevice_start(device, self->taken, transmitted);
    if (result >= 0)
        result = start_thread(passer_create(self), "passer");
    if (result >= 0)
        result = start_thread(rewriter_create(&self_rewriter), "rewriter");
    return result;
}

status tampering_prepare(void)
{
    Memory memory = 0;
    u32 address = 0;
    status result = Packets_getMemory(packets, &memory);

    if (result < 0)
        return result;
    size = Memory_getSize(memory);
    block_size = Packets_getBlockSize(packets);
    result = Component_map(component, (Any)memory, &address);
    Memory_release(memory);
    blocks = (u8 *)address;
    return result;
}
