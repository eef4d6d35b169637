/* SPDX-License-Identifier: GPL-2.0-only */
/* TCP echo for a peer that waits for what it sent before it sends more: there is always room then,
 * and a connection that takes less is reset, which the peer notices. All of it runs on the
 * stack's thread, but for the question how much it was. */
#include "counting_echo.server.h"
#include "runtime.h"

#define PORT 72

static struct progress { volatile u32 echoed; } self_progress;
static struct acceptor { u32 unused; } self_acceptor;
static struct session { TcpConnection connection; } self_session;
static Registration registration;
static u32 blocks;                      /* where the packets' memory is mapped */

static void finish(struct session *self)
{
    TcpConnection connection = self->connection;

    self->connection = 0;
    TcpConnection_release(connection);
}

void session_receive(struct session *self, Packet packet, u32 offset, u32 length)
{
    if (self->connection) {
        i32 sent = TcpConnection_send(self->connection, (const void *)(blocks + offset), length, 0);

        TcpConnection_consumed(self->connection, length);
        if (sent == (i32)length)
            self_progress.echoed += length;
        else
            finish(self);
    }
    Packet_release(packet);
}

void session_connected(struct session *self)
{
    (void)self;
}

void session_sent(struct session *self, u32 bytes)
{
    (void)self, (void)bytes;
}

void session_polled(struct session *self)
{
    (void)self;
}

void session_ended(struct session *self)
{
    finish(self);
}

void session_failed(struct session *self, i32 reason)
{
    (void)reason;
    finish(self);
}

void session_destroy(struct session *self)
{
    finish(self);
}

status acceptor_accept(struct acceptor *self, TcpConnection connection, TcpReceiver *receiver)
{
    (void)self;
    if (!self_session.connection)
        *receiver = session_create(&self_session);
    if (!*receiver) {
        TcpConnection_release(connection);
        return E_BUSY;
    }
    self_session.connection = connection;
    return OK;
}

void acceptor_destroy(struct acceptor *self)
{
    (void)self;                         /* it is static */
}

u32 progress_getEchoed(struct progress *self)
{
    return self->echoed;
}

status construct(struct counting_echo_roots *roots)
{
    TcpAcceptor acceptor = acceptor_create(&self_acceptor);
    Memory memory = 0;
    status result = Packets_getMemory(packets, &memory);

    if (result >= 0)
        result = Component_map(component, (Any)memory, &blocks);
    if (result >= 0)
        result = Tcp_listen(tcp, PORT, acceptor, &registration);
    Memory_release(memory);
    TcpAcceptor_release(acceptor);
    roots->progress = &self_progress;
    return result;
}

void destruct(void)
{
    Registration_release(registration);
}
