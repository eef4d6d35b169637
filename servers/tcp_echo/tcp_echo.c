/* SPDX-License-Identifier: GPL-2.0-only */
/* TCP echo (RFC 862): what a peer sends goes back to it. Received packets wait until the
 * connection takes their bytes, and only then does the receive window open again: a peer
 * that does not read is not read from either.
 */
#include "tcp_echo.server.h"

#include "packet_blocks.h"
#include "packet_view.h"
#include "print.h"

#define ECHO_PORT 7
#define SESSIONS_MAX 16
#define WAITING_MAX 256         /* of one session, and of all together */

/* A received packet; `length` bytes at `offset` are still to be sent. */
struct waiting {
    Packet packet;              /* owned */
    u32 offset, length;
};

/* One connection. */
static struct session {
    u32 used;                   /* 0: this place is free */
    TcpConnection connection;   /* owned; null when it is over */
    u32 ended;                  /* the peer sends no more */
    u32 first, count;           /* of `waiting`, a ring */
    struct waiting waiting[WAITING_MAX];
} sessions[SESSIONS_MAX];

static u32 waiting_count;       /* packets that all sessions hold */
static struct acceptor { u32 unused; } self_acceptor;
static Registration registration;

static void drop_oldest(struct session *self)
{
    Packet_release(self->waiting[self->first].packet);
    self->first = (self->first + 1) % WAITING_MAX;
    self->count--;
    waiting_count--;
}

/* Gives everything back. TCP then lets go of the session, which frees its place. */
static void finish(struct session *self)
{
    TcpConnection connection = self->connection;

    while (self->count > 0)
        drop_oldest(self);
    self->connection = 0;
    TcpConnection_release(connection);
}

/* Sends what the connection takes of the oldest packet. 0 if it took nothing. */
static u32 send_some(struct session *self)
{
    struct waiting *oldest = &self->waiting[self->first];
    const u8 *bytes = packet_view(oldest->offset, oldest->length);
    i32 sent = bytes ? TcpConnection_send(self->connection, bytes, oldest->length, 0) : 0;

    if (sent <= 0)
        return 0;
    oldest->offset += (u32)sent;
    oldest->length -= (u32)sent;
    if (oldest->length == 0)
        drop_oldest(self);
    TcpConnection_consumed(self->connection, (u32)sent);
    return 1;
}

static void pump(struct session *self)
{
    while (self->count > 0 && send_some(self))
        continue;
    if (self->count == 0 && self->ended) {
        TcpConnection_close(self->connection);
        finish(self);
    }
}

/* The session that holds the most packets. */
static struct session *find_largest(void)
{
    struct session *largest = sessions;

    for (u32 i = 1; i < SESSIONS_MAX; i++)
        if (sessions[i].count > largest->count)
            largest = &sessions[i];
    return largest;
}

void session_receive(struct session *self, Packet packet, u32 offset, u32 length)
{
    if (self->connection && waiting_count == WAITING_MAX)
        finish(find_largest()); /* too many packets wait: the connection is reset */
    if (!self->connection) {
        Packet_release(packet);
        return;
    }
    self->waiting[(self->first + self->count++) % WAITING_MAX] = (struct waiting){packet, offset, length};
    waiting_count++;
    pump(self);
}

void session_sent(struct session *self, u32 bytes)
{
    (void)bytes;
    if (self->connection)
        pump(self);
}

void session_polled(struct session *self)
{
    if (self->connection)
        pump(self);
}

void session_ended(struct session *self)
{
    self->ended = 1;
    if (self->connection)
        pump(self);
}

void session_failed(struct session *self, i32 reason)
{
    (void)reason;
    finish(self);
}

void session_connected(struct session *self)
{
    (void)self;                 /* only for connections that we open */
}

void session_destroy(struct session *self)
{
    finish(self);               /* if the TCP server went, the connection is still held */
    self->used = 0;
}

status acceptor_accept(struct acceptor *self, TcpConnection connection, TcpReceiver *receiver)
{
    (void)self;
    for (u32 i = 0; i < SESSIONS_MAX; i++) {
        struct session *session = &sessions[i];

        if (session->used)
            continue;
        *receiver = session_create(session);
        if (!*receiver)
            break;
        session->used = 1;
        session->connection = connection;
        session->ended = session->first = session->count = 0;
        return OK;
    }
    TcpConnection_release(connection);
    return E_NOMEM;
}

void acceptor_destroy(struct acceptor *self)
{
    (void)self;                 /* it is static */
}

status construct(void)
{
    TcpAcceptor acceptor;
    status result = packet_blocks_map();

    if (result < 0)
        return result;
    acceptor = acceptor_create(&self_acceptor);
    result = Tcp_listen(tcp, ECHO_PORT, acceptor, &registration);
    TcpAcceptor_release(acceptor);
    if (result < 0)
        print("tcp_echo: cannot listen to port 7 (%d)\n", result);
    return result;
}

void destruct(void)
{
    Registration_release(registration);
}
