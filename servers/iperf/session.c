/* SPDX-License-Identifier: GPL-2.0-only */
/* Calls from TCP become the callbacks that lwiperf registered with lwIP's raw interface.
 *
 * lwiperf may close a connection in any callback. Its place is not used anew before the
 * call from TCP has returned, because TCP keeps its reference so long.
 */
#include "pcb.h"

#include "packet_pbuf.h"

TcpReceiver session_reference(struct session *self)
{
    TcpReceiver receiver = session_create(self);

    self->referenced = receiver != 0;
    return receiver;
}

static void stop_referencing(struct session *self)
{
    self->referenced = 0;
    if (self->closed)
        self->used = 0;
}

void session_destroy(struct session *self)
{
    stop_referencing(self);
}

void listener_destroy(struct listener *self)
{
    stop_referencing(self->session);
}

status listener_accept(struct listener *self, TcpConnection connection, TcpReceiver *receiver)
{
    struct session *listening = self->session, *made = session_allocate();
    u32 peer_address = 0, peer_port = 0, local_address = 0, local_port = 0;

    if (made == NULL) {
        TcpConnection_release(connection);
        return E_NOMEM;
    }
    made->connection = connection;
    TcpConnection_getEnds(connection, &peer_address, &peer_port, &local_address, &local_port);
    made->pcb.remote_ip.addr = peer_address;
    made->pcb.remote_port = (u16)peer_port;
    made->pcb.local_ip.addr = local_address;
    made->pcb.local_port = (u16)local_port;
    *receiver = session_reference(made);
    if (*receiver && listening->accept(listening->pcb.callback_arg, &made->pcb, ERR_OK) == ERR_OK)
        return OK;
    session_let_go(made);
    TcpReceiver_release(*receiver);
    *receiver = 0;
    return E_NOMEM;
}

void session_receive(struct session *self, Packet packet, u32 offset, u32 length)
{
    struct pbuf *p = packet_wrap(packet, offset, length, 0);

    if (p != NULL && self->pcb.recv != NULL)
        self->pcb.recv(self->pcb.callback_arg, &self->pcb, p, ERR_OK);
    else if (p != NULL)
        pbuf_free(p);
    else if (!self->closed)
        session_failed(self, E_NOBUFS);         /* bytes are lost: nothing after them counts */
}

void session_ended(struct session *self)
{
    if (self->pcb.recv != NULL)
        self->pcb.recv(self->pcb.callback_arg, &self->pcb, NULL, ERR_OK);
}

void session_sent(struct session *self, u32 bytes)
{
    if (!self->connection || !session_flush_rest(self))
        return;
    for (u32 part; bytes > 0 && self->pcb.sent != NULL; bytes -= part) {
        part = LWIP_MIN(bytes, 0xffff);
        self->pcb.sent(self->pcb.callback_arg, &self->pcb, (u16)part);
    }
}

void session_polled(struct session *self)
{
    if (self->connection)
        session_flush_rest(self);
    if (self->pcb.poll == NULL || ++self->pcb.polltmr < self->pcb.pollinterval)
        return;
    self->pcb.polltmr = 0;
    self->pcb.poll(self->pcb.callback_arg, &self->pcb);
}

void session_connected(struct session *self)
{
    u32 peer_address = 0, peer_port = 0, local_address = 0, local_port = 0;

    TcpConnection_getEnds(self->connection, &peer_address, &peer_port, &local_address, &local_port);
    self->pcb.local_ip.addr = local_address;
    self->pcb.local_port = (u16)local_port;
    if (self->pcb.connected != NULL)
        self->pcb.connected(self->pcb.callback_arg, &self->pcb, ERR_OK);
}

/* lwIP frees the pcb before it calls this; lwiperf closes it all the same, so it stays a
 * place until then. */
void session_failed(struct session *self, i32 reason)
{
    TcpConnection connection = self->connection;

    self->connection = 0;
    TcpConnection_release(connection);
    if (self->pcb.errf != NULL)
        self->pcb.errf(self->pcb.callback_arg, reason == E_CONNRESET ? ERR_RST : ERR_ABRT);
    if (!self->closed)
        session_let_go(self);
}
