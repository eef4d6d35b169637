/* SPDX-License-Identifier: GPL-2.0-only */
/* The workloads over TCP: into the guest, out of it, and there and back. */
#include "workload_server.h"

#include "pattern.h"

/* The longest block that TcpConnection.send() takes. */
#define SEND_MAX 65535

static void compare(struct control *self, u32 position, const u8 *bytes, u32 length)
{
    if (!pattern_check(position, bytes, length))
        self->wrong = 1;
}

static void receive_in(struct control *self, const u8 *bytes, u32 length)
{
    if (length > self->workload.count - self->position) {
        control_fail(self, "the peer sent more than it was asked for");
        return;
    }
    compare(self, self->position, bytes, length);
    self->position += length;
    if (self->position < self->workload.count)
        return;
    control_end_interval(self);
    control_finish(self, self->position, !self->wrong, 1);
}

const struct role tcp_in_role = { .receive = receive_in };

/* Sends from the pattern itself what there is room for. It waits for half of the room that an
 * empty connection has, and then sends it at once, unless little is left. */
static void pump_out(struct control *self)
{
    for (;;) {
        u32 left = self->workload.count - self->position, want = left < self->chunk ? left : self->chunk;
        u32 space = left ? TcpConnection_getSpace(self->connection) : 0;
        i32 taken;

        if (space < want || left == 0)
            return;
        want = space < left ? space : left;
        taken = TcpConnection_send(self->connection, pattern_at(self->position),
                                   want < SEND_MAX ? want : SEND_MAX, 0);
        if (taken <= 0)
            return;             /* sent() comes back here */
        self->position += (u32)taken;
    }
}

static void begin_out(struct control *self)
{
    self->chunk = TcpConnection_getSpace(self->connection) / 2;
    pump_out(self);
}

static void receive_out(struct control *self, const u8 *bytes, u32 length)
{
    u32 count, verified;

    if (!control_take_verdict(self, bytes, length, &count, &verified))
        return;
    control_end_interval(self);
    control_finish(self, count, verified && count == self->workload.count, 0);
}

/* If memory for packets was short, room comes without that anything is told. */
const struct role tcp_out_role = { begin_out, receive_out, pump_out, pump_out };

static void send_byte(struct control *self)
{
    control_send(self, pattern_at(self->position), 1);
}

static void receive_back(struct control *self, const u8 *bytes, u32 length)
{
    if (length != 1) {
        control_fail(self, "the peer sent back more than a byte");
        return;
    }
    compare(self, self->position, bytes, 1);
    if (++self->position < self->workload.count) {
        send_byte(self);
        return;
    }
    control_end_interval(self);
    control_finish(self, self->position, !self->wrong, 1);
}

const struct role rr_role = { .begin = send_byte, .receive = receive_back };
