/* SPDX-License-Identifier: GPL-2.0-only */
/* Bulk transfer with checksums, to prove that bytes arrive: a sink on TCP port 9 (sink.c)
 * and a source on port 19 (source.c). Here is what they have in common: connections, and
 * what waits to be sent.
 */
#include "bulk_server.h"
#include "crc32.h"
#include "packet_blocks.h"
#include "packet_view.h"
#include "print.h"

static struct session sessions[SESSIONS_MAX];
static struct port { const struct role *role; Registration registration; } ports[] = {
    {&sink_role, 0}, {&source_role, 0},
};

u32 session_flush(struct session *self)
{
    while (self->count > 0) {
        i32 sent = TcpConnection_send(self->connection, self->buffer + self->first, self->count, 0);

        if (sent <= 0)
            return 0;           /* sent() or polled() comes back here */
        self->first += (u32)sent;
        self->count -= (u32)sent;
    }
    return 1;
}

/* Lets go of the connection. TCP then lets go of the session, which frees its place. */
static void let_go(struct session *self)
{
    TcpConnection connection = self->connection;

    self->connection = 0;
    TcpConnection_release(connection);
}

void session_finish(struct session *self)
{
    print("bulk: %s %u bytes, CRC-32 %08x\n", self->role->name, self->bytes, self->crc);
    TcpConnection_close(self->connection);
    let_go(self);
}

void session_receive(struct session *self, Packet packet, u32 offset, u32 length)
{
    const u8 *bytes = self->connection ? packet_view(offset, length) : 0;

    if (bytes) {
        TcpConnection_consumed(self->connection, length);
        self->role->receive(self, bytes, length);
    }
    Packet_release(packet);
}

void session_sent(struct session *self, u32 bytes)
{
    (void)bytes;
    if (self->connection)
        self->role->pump(self);
}

void session_polled(struct session *self)
{
    if (self->connection)
        self->role->pump(self);
}

void session_ended(struct session *self)
{
    if (self->connection)
        self->role->ended(self);
}

void session_failed(struct session *self, i32 reason)
{
    print("bulk: connection lost (%d) after %u bytes were %s\n", reason, self->bytes, self->role->name);
    let_go(self);
}

void session_connected(struct session *self)
{
    (void)self;                 /* only for connections that we open */
}

void session_destroy(struct session *self)
{
    let_go(self);               /* if the TCP server went, the connection is still held */
    self->used = 0;
}

static void session_begin(struct session *self, const struct role *role, TcpConnection connection)
{
    self->used = 1;
    self->role = role;
    self->connection = connection;
    self->bytes = self->crc = self->requested = self->left = self->trailer = self->first = self->count = 0;
}

status port_accept(struct port *self, TcpConnection connection, TcpReceiver *receiver)
{
    for (u32 i = 0; i < SESSIONS_MAX; i++) {
        if (sessions[i].used)
            continue;
        *receiver = session_create(&sessions[i]);
        if (!*receiver)
            break;
        session_begin(&sessions[i], self->role, connection);
        return OK;
    }
    TcpConnection_release(connection);
    return E_NOMEM;
}

void port_destroy(struct port *self)
{
    (void)self;                 /* it is static */
}

static status listen(struct port *self)
{
    TcpAcceptor acceptor = port_create(self);
    status result = Tcp_listen(tcp, self->role->port, acceptor, &self->registration);

    TcpAcceptor_release(acceptor);
    if (result < 0)
        print("bulk: cannot listen to port %u (%d)\n", self->role->port, result);
    return result;
}

status construct(void)
{
    status result = packet_blocks_map();

    if (result < 0)
        return result;
    crc32_start();
    for (u32 i = 0; i < sizeof ports / sizeof *ports && result >= 0; i++)
        result = listen(&ports[i]);
    return result;
}

void destruct(void)
{
    for (u32 i = 0; i < sizeof ports / sizeof *ports; i++)
        Registration_release(ports[i].registration);
}
