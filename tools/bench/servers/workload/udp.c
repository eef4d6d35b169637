/* SPDX-License-Identifier: GPL-2.0-only */
/* The workloads over UDP: into the guest, as many as it grants or at the peer's rate, and out of it. */
#include "workload_server.h"

#include "data.h"
#include "packet_blocks.h"
#include "packet_view.h"

/* What must stand free in front of a datagram that is sent. */
#define HEADROOM 42

static struct control *control_of_datagrams(struct datagrams *self)
{
    return (struct control *)((char *)self - __builtin_offsetof(struct control, datagrams));
}

void datagrams_open(struct control *self)
{
    UdpReceiver receiver = datagrams_create(&self->datagrams);
    status result = receiver ? Udp_open(udp, 0, receiver, &self->datagrams.socket) : E_NOMEM;

    UdpReceiver_release(receiver);
    if (result < 0)
        control_fail(self, "no socket can be opened");
}

void datagrams_close(struct control *self)
{
    UdpSocket socket = self->datagrams.socket;

    self->datagrams.socket = 0;
    UdpSocket_release(socket);
}

/* A packet for a datagram of `length` bytes, whose place in the packets' memory is then `offset`, and
 * here `bytes`; null if there is none. */
static Packet make_packet(u32 length, u32 *offset, u8 **bytes)
{
    Packet packet;
    u32 start;

    if (Packets_allocate(packets, &packet, &start) < 0)
        return 0;
    *offset = start + HEADROOM;
    *bytes = (u8 *)packet_view(*offset, length);
    if (*bytes)
        return packet;
    Packet_release(packet);
    return 0;
}

/* If it is lost, it is sent again when nothing comes. */
static void grant(struct control *self)
{
    u8 *bytes;
    u32 offset;
    Packet packet = make_packet(PROTOCOL_GRANT_SIZE, &offset, &bytes);

    if (!packet)
        return;
    protocol_put(bytes, PROTOCOL_GRANT | self->tag);
    protocol_put(bytes + 4, self->datagrams.granted);
    UdpSocket_send(self->datagrams.socket, packet, offset, PROTOCOL_GRANT_SIZE, PEER_ADDRESS, peer_port);
}

/* A window more, or all at once. */
static void grant_more(struct control *self)
{
    u32 left = self->workload.count - self->datagrams.granted;
    u32 window = self->workload.kind == WORKLOAD_UDP_IN && left > grant_window;

    self->datagrams.granted += window ? grant_window : left;
    grant(self);
}

static void finish(struct control *self)
{
    control_end_interval(self);
    control_finish(self, self->position, !self->wrong, 1);
}

static void take(struct control *self, const u8 *bytes, u32 length)
{
    i32 number = data_check(&self->workload, self->tag, bytes, length);

    if (number == -1)
        return;
    self->progress++;
    if (number < 0) {
        self->wrong = 1;
        return;
    }
    if (++self->position == self->workload.count)
        finish(self);
    else if (self->datagrams.granted < self->workload.count
             && self->position + grant_window / 2 >= self->datagrams.granted)
        grant_more(self);
}

void datagrams_receive(struct datagrams *self, Packet packet, u32 offset, u32 length, u32 address, u32 port)
{
    struct control *control = control_of_datagrams(self);
    u32 expected = control->running && self->socket && address == PEER_ADDRESS && port == peer_port
                   && control->workload.kind != WORKLOAD_UDP_OUT;
    const u8 *bytes = expected ? packet_view(offset, length) : 0;

    if (bytes)
        take(control, bytes, length);
    Packet_release(packet);
}

void datagrams_destroy(struct datagrams *self)
{
    (void)self;                 /* it is static */
}

/* Nothing came for a while: what was sent is lost, or all was sent. */
static void idle_in(struct control *self)
{
    if (!self->datagrams.last && self->idle == PROTOCOL_STUCK_POLLS)
        control_mark_stuck();
    if (self->datagrams.last || self->idle == PROTOCOL_STUCK_POLLS)
        finish(self);
    else if (self->position > 0 && self->datagrams.granted < self->workload.count)
        grant_more(self);
    else
        grant(self);
}

static void receive_end(struct control *self, const u8 *bytes, u32 length)
{
    if (!control_take_words(self, bytes, length, 4))
        return;
    if (protocol_get(self->words) == PROTOCOL_END)
        self->datagrams.last = 1;
    else
        control_fail(self, "the peer said what is no end");
}

const struct role udp_in_role = { .begin = grant_more, .receive = receive_end, .idle = idle_in };
const struct role udp_loss_role = { .begin = grant_more, .receive = receive_end, .idle = idle_in };

/* A datagram that the network does not take now is made again a little later. */
static void send_datagram(struct control *self)
{
    u8 *bytes;
    u32 offset;
    Packet packet = make_packet(self->workload.payload, &offset, &bytes);
    status result = E_NOBUFS;

    if (packet) {
        data_make(&self->workload, self->tag, self->position, bytes);
        result = UdpSocket_send(self->datagrams.socket, packet, offset, self->workload.payload,
                                PEER_ADDRESS, peer_port);
    }
    if (result >= 0)
        self->position++;
    else
        Threads_sleep(threads, 1);
}

/* Once the request was acknowledged, which has to be there first. */
static void send_all(struct control *self)
{
    u8 end[4];

    if (self->datagrams.last)
        return;
    self->datagrams.last = 1;
    while (self->running && self->position < self->workload.count)
        send_datagram(self);
    protocol_put(end, PROTOCOL_END);
    if (self->running)
        control_send(self, end, sizeof end);
}

static void receive_verdict(struct control *self, const u8 *bytes, u32 length)
{
    u32 count, verified;

    if (!control_take_verdict(self, bytes, length, &count, &verified))
        return;
    control_end_interval(self);
    control_finish(self, count, verified, 0);
}

const struct role udp_out_role = { .receive = receive_verdict, .sent = send_all };
