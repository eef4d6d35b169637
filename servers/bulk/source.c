/* SPDX-License-Identifier: GPL-2.0-only */
/* The source: the peer says how many bytes it wants and a seed, both of 32 bits,
 * big-endian; it gets that many bytes of the stream that xorshift32 makes from `seed | 1`,
 * each step's four bytes little-endian, and then their CRC-32, big-endian.
 */
#include "bulk_server.h"
#include "big_endian.h"
#include "crc32.h"

#define REQUEST_SIZE 8

/* Makes up to CHUNK bytes of the stream; a last step may not be used up. */
static void make_chunk(struct session *self)
{
    typedef u32 __attribute__((may_alias)) word;
    u32 length = self->left < CHUNK ? self->left : CHUNK, state = self->state;
    word *words = (word *)(void *)self->buffer;

    for (u32 i = 0; i < (length + 3) / 4; i++) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        words[i] = state;
    }
    self->state = state;
    self->crc = crc32_add(self->crc, self->buffer, length);
    self->bytes += length;
    self->left -= length;
    self->first = 0;
    self->count = length;
}

static void make_trailer(struct session *self)
{
    put_big_endian(self->buffer + self->first + self->count, self->crc);
    self->count += 4;
    self->trailer = 1;
}

static void pump(struct session *self)
{
    if (self->requested < REQUEST_SIZE)
        return;
    while (session_flush(self)) {
        if (self->trailer) {
            session_finish(self);
            return;
        }
        make_chunk(self);
        if (self->left == 0)
            make_trailer(self);
    }
}

static void receive(struct session *self, const u8 *bytes, u32 length)
{
    if (self->requested == REQUEST_SIZE)
        return;                 /* what follows a request is not looked at */
    for (u32 i = 0; i < length && self->requested < REQUEST_SIZE; i++)
        self->request[self->requested++] = bytes[i];
    if (self->requested < REQUEST_SIZE)
        return;
    self->left = get_big_endian(self->request);
    self->state = get_big_endian(self->request + 4) | 1;
    pump(self);
}

static void ended(struct session *self)
{
    if (self->requested < REQUEST_SIZE)
        session_finish(self);   /* it asked for nothing */
}

const struct role source_role = {19, "sent", receive, pump, ended};
