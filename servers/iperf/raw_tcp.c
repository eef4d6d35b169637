/* SPDX-License-Identifier: GPL-2.0-only */
/* lwIP's raw TCP functions, as far as lwiperf.c calls them, as calls of the Tcp and
 * TcpConnection interfaces. Their meaning is documented in lwIP's tcp.c; callbacks are in
 * session.c.
 */
#include "pcb.h"

#include <string.h>

static struct session sessions[16];

struct session *session_allocate(void)
{
    for (u32 i = 0; i < sizeof sessions / sizeof *sessions; i++) {
        if (sessions[i].used)
            continue;
        memset(&sessions[i], 0, sizeof sessions[i]);
        sessions[i].used = 1;
        return &sessions[i];
    }
    return NULL;
}

struct tcp_pcb *tcp_new_ip_type(u8_t type)
{
    struct session *self = session_allocate();

    (void)type;
    return self ? &self->pcb : NULL;
}

err_t tcp_bind(struct tcp_pcb *pcb, const ip_addr_t *address, u16_t port)
{
    (void)address;              /* there is one interface */
    session_of_pcb(pcb)->port = port;
    return ERR_OK;
}

struct tcp_pcb *tcp_listen_with_backlog(struct tcp_pcb *pcb, u8_t backlog)
{
    struct session *self = session_of_pcb(pcb);
    TcpAcceptor acceptor;
    status result;

    (void)backlog;
    self->listener.session = self;
    acceptor = listener_create(&self->listener);
    if (!acceptor)
        return NULL;
    self->referenced = 1;
    result = Tcp_listen(tcp, self->port, acceptor, &self->registration);
    TcpAcceptor_release(acceptor);
    return result < 0 ? NULL : pcb;
}

void tcp_arg(struct tcp_pcb *pcb, void *argument)
{
    pcb->callback_arg = argument;
}

void tcp_accept(struct tcp_pcb *pcb, tcp_accept_fn accept)
{
    session_of_pcb(pcb)->accept = accept;
}

void tcp_recv(struct tcp_pcb *pcb, tcp_recv_fn receive)
{
    pcb->recv = receive;
}

void tcp_sent(struct tcp_pcb *pcb, tcp_sent_fn sent)
{
    pcb->sent = sent;
}

void tcp_poll(struct tcp_pcb *pcb, tcp_poll_fn poll, u8_t interval)
{
    pcb->poll = poll;
    pcb->pollinterval = interval;
    pcb->polltmr = 0;
}

void tcp_err(struct tcp_pcb *pcb, tcp_err_fn failed)
{
    pcb->errf = failed;
}

err_t tcp_connect(struct tcp_pcb *pcb, const ip_addr_t *address, u16_t port, tcp_connected_fn connected)
{
    struct session *self = session_of_pcb(pcb);
    TcpReceiver receiver = session_reference(self);
    status result;

    pcb->remote_ip = *address;
    pcb->remote_port = port;
    pcb->connected = connected;
    result = Tcp_connect(tcp, address->addr, port, receiver, &self->connection);
    TcpReceiver_release(receiver);
    return result < 0 ? ERR_RTE : ERR_OK;
}

void tcp_recved(struct tcp_pcb *pcb, u16_t length)
{
    TcpConnection connection = session_of_pcb(pcb)->connection;

    if (connection)
        TcpConnection_consumed(connection, length);
}

u32 session_flush_rest(struct session *self)
{
    while (self->count > 0) {
        i32 sent = TcpConnection_send(self->connection, self->rest + self->first, self->count, 0);

        if (sent <= 0)
            return 0;
        self->first += (u32)sent;
        self->count -= (u32)sent;
    }
    return 1;
}

/* lwIP takes all or nothing; a connection may take a part when packets are short. */
err_t tcp_write(struct tcp_pcb *pcb, const void *data, u16_t length, u8_t flags)
{
    struct session *self = session_of_pcb(pcb);
    i32 sent;

    if (!self->connection)
        return ERR_CONN;
    if (length > sizeof self->rest || !session_flush_rest(self) ||
        length > TcpConnection_getSpace(self->connection))
        return ERR_MEM;
    sent = TcpConnection_send(self->connection, data, length, flags & TCP_WRITE_FLAG_MORE ? 1 : 0);
    if (sent <= 0)
        return sent < 0 ? ERR_CONN : ERR_MEM;
    self->first = 0;
    self->count = length - (u32)sent;
    memcpy(self->rest, (const u8 *)data + sent, self->count);
    return ERR_OK;
}

err_t tcp_output(struct tcp_pcb *pcb)
{
    TcpConnection connection = session_of_pcb(pcb)->connection;

    return connection && TcpConnection_flush(connection) >= 0 ? ERR_OK : ERR_CONN;
}

void session_let_go(struct session *self)
{
    TcpConnection connection = self->connection;
    Registration registration = self->registration;

    self->closed = 1;
    self->connection = 0;
    self->registration = 0;
    Registration_release(registration);
    TcpConnection_release(connection);
    if (!self->referenced)
        self->used = 0;
}

err_t tcp_close(struct tcp_pcb *pcb)
{
    struct session *self = session_of_pcb(pcb);

    if (self->connection)
        TcpConnection_close(self->connection);
    session_let_go(self);
    return ERR_OK;
}

/* A connection that is released before it is closed is reset. */
void tcp_abort(struct tcp_pcb *pcb)
{
    session_let_go(session_of_pcb(pcb));
}
