/* SPDX-License-Identifier: GPL-2.0-only */
/* TCP: lwIP's tcp.c, tcp_in.c and tcp_out.c between the IP server and applications.
 *
 * What is sent stays here until it is acknowledged, in the packet that it was sent in, but for
 * its header, which lwIP reads again: that is in private memory, and is written into the
 * packet each time that it is sent. A layer below holds a reference of its own to the packet as
 * long as it waits there. A segment that is sent again is the same packet with a new header;
 * should the old one still wait in the card's queue just then, one of the two arrives with a
 * wrong checksum, which is one lost frame more.
 */
#include "tcp_server.h"

#include "gather.h"
#include "interface.h"
#include "premises.h"
#include "print.h"
#include "segment.h"
#include "sequence.h"
#include "transport.h"

#include "lwip/priv/tcp_priv.h"

#define WINDOW_DEFAULT (20 * TCP_MSS)
#define WINDOW_MIN (2 * TCP_MSS)

unsigned int tcp_window = WINDOW_DEFAULT;       /* bytes: TCP_WND in lwipopts.h */

/* A port that is listened to, as long as the Registration lives; a free one has no pcb. */
static struct listener {
    struct tcp_pcb *pcb;
    TcpAcceptor acceptor;       /* owned */
} listeners[MEMP_NUM_TCP_PCB_LISTEN];

static struct layer { u32 unused; } self_layer;
static struct segments { u32 last_tick; } self_segments;
static Registration registration;

/* lwIP asks for its timer to run. It always runs, from tick(). */
void tcp_timer_needed(void)
{
}

static err_t accepted(void *argument, struct tcp_pcb *pcb, err_t error)
{
    struct listener *listener = argument;
    struct connection *self = error == ERR_OK && pcb != NULL ? connection_allocate(pcb) : NULL;
    TcpConnection reference;
    TcpReceiver receiver = 0;
    status result;

    if (self == NULL)
        return ERR_MEM;
    reference = connection_create(self);
    if (!reference) {
        connection_detach(self);
        connection_free(self);
        return ERR_MEM;
    }
    self->opened = 1;
    connection_enter(self);
    result = TcpAcceptor_accept(listener->acceptor, reference, &receiver);
    if (result < 0 || !receiver)
        connection_abort(self);
    self->receiver = receiver;
    return connection_leave(self);
}

status layer_listen(struct layer *self, u32 port, TcpAcceptor acceptor, Registration *reference)
{
    struct listener *place = NULL;
    struct tcp_pcb *pcb, *listening;
    err_t error;

    (void)self;
    for (u32 i = 0; i < MEMP_NUM_TCP_PCB_LISTEN && place == NULL; i++)
        if (listeners[i].pcb == NULL)
            place = &listeners[i];
    if (port == 0 || port > 0xffff)
        return E_INVAL;
    pcb = place ? tcp_new() : NULL;
    if (pcb == NULL)
        return E_NOMEM;
    error = tcp_bind(pcb, IP_ADDR_ANY, (u16_t)port);
    listening = NULL;
    if (error == ERR_OK)
        listening = tcp_listen_with_backlog_and_err(pcb, TCP_DEFAULT_LISTEN_BACKLOG, &error);
    if (listening == NULL) {
        tcp_close(pcb);
        return status_of_error(error);
    }
    acceptor = TcpAcceptor_duplicate(acceptor);
    *reference = acceptor ? listener_create(place) : 0;
    if (!*reference) {
        TcpAcceptor_release(acceptor);
        tcp_close(listening);
        return E_NOMEM;
    }
    place->pcb = listening;
    place->acceptor = acceptor;
    tcp_arg(listening, place);
    tcp_accept(listening, accepted);
    return OK;
}

void listener_destroy(struct listener *self)
{
    TcpAcceptor acceptor = self->acceptor;

    tcp_close(self->pcb);
    self->pcb = NULL;
    self->acceptor = 0;
    TcpAcceptor_release(acceptor);
}

status layer_connect(struct layer *self, u32 address, u32 port, TcpReceiver receiver,
                     TcpConnection *reference)
{
    ip_addr_t peer = {address};
    struct connection *connection;
    struct tcp_pcb *pcb;
    err_t error;

    (void)self;
    if (port == 0 || port > 0xffff)
        return E_INVAL;
    pcb = tcp_new();
    if (pcb == NULL)
        return E_NOMEM;
    connection = connection_allocate(pcb);
    if (connection != NULL)
        connection->receiver = TcpReceiver_duplicate(receiver);
    *reference = connection && connection->receiver ? connection_create(connection) : 0;
    if (!*reference) {
        if (connection != NULL)
            connection_free(connection);
        tcp_close(pcb);
        return E_NOMEM;
    }
    error = tcp_connect(pcb, &peer, (u16_t)port, connection_opened);
    if (error != ERR_OK) {
        tcp_close(connection_detach(connection));
        TcpConnection_release(*reference);
        *reference = 0;
    }
    return status_of_error(error);
}

void segments_receive(struct segments *self, Packet packet, u32 offset, u32 length, u32 source,
                      u32 destination, u32 header_length)
{
    struct pbuf *p;

    (void)self;
    if (gather_join(packet, offset, length, source, destination))
        return;
    p = transport_receive(packet, offset, length, source, destination, header_length);
    if (p != NULL)
        p = segment_split(p);
    if (p != NULL)
        gather_receive(p, source, destination);
}

void segments_flush(struct segments *self)
{
    (void)self;
    gather_flush();
}

/* A flush() that failed on its way leaves a batch for here. */
void segments_tick(struct segments *self, u32 now)
{
    gather_flush();
    tcp_sequence_tick(now);
    for (u32 i = periods_passed(&self->last_tick, now, TCP_TMR_INTERVAL); i > 0; i--) {
        premises_of_timer();
        tcp_tmr();
    }
}

void segments_destroy(struct segments *self)
{
    (void)self;                 /* it is static */
}

/* Reads the setting `window`. */
static status read_window(void)
{
    char value[16];
    u32 window = 0;
    i32 length = settings ? Settings_get(settings, "window", 6, 0, value, sizeof value) : E_NOENT;

    if (length == E_NOENT)
        return OK;
    for (i32 i = 0; i < length && window <= TCP_WINDOW_MAX; i++)
        window = value[i] < '0' || value[i] > '9' ? TCP_WINDOW_MAX + 1 : window * 10 + (u32)(value[i] - '0');
    if (window < WINDOW_MIN || window > TCP_WINDOW_MAX) {
        print("tcp: setting `window` must be a number of bytes from %u to %u\n", WINDOW_MIN, TCP_WINDOW_MAX);
        return E_INVAL;
    }
    tcp_window = window;
    return OK;
}

status construct(struct tcp_roots *roots)
{
    IpReceiver receiver;
    status result = read_window();

    if (result >= 0)
        result = transport_start();
    if (result < 0)
        return result;
    tcp_sequence_start();
    tcp_init();
    self_segments.last_tick = Clock_getMilliseconds(clock);
    roots->layer = &self_layer;
    receiver = segments_create(&self_segments);
    result = Ip_attach(ip, IP_PROTO_TCP, receiver, &registration);
    IpReceiver_release(receiver);
    return result;
}

void destruct(void)
{
    Registration_release(registration);
}
