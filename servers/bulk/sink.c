/* SPDX-License-Identifier: GPL-2.0-only */
/* The sink: receives until the peer ends, and answers how many bytes that were (32 bits)
 * and their CRC-32, both big-endian.
 */
#include "bulk_server.h"
#include "crc32.h"
#include "big_endian.h"

static void receive(struct session *self, const u8 *bytes, u32 length)
{
    self->crc = crc32_add(self->crc, bytes, length);
    self->bytes += length;
}

static void pump(struct session *self)
{
    if (self->trailer && session_flush(self))
        session_finish(self);
}

static void ended(struct session *self)
{
    put_big_endian(self->buffer, self->bytes);
    put_big_endian(self->buffer + 4, self->crc);
    self->count = 8;
    self->trailer = 1;
    pump(self);
}

const struct role sink_role = {9, "received", receive, pump, ended};
