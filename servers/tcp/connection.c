/* SPDX-License-Identifier: GPL-2.0-only */
/* Connections, towards the application: lwIP's callbacks become calls of the TcpReceiver.
 *
 * A receiver may do anything while it is called: abort the connection, close it, or give
 * it up. After each call, therefore, the connection is looked at again: without a pcb
 * there is nothing more to tell, and lwIP has to know if its pcb went by tcp_abort().
 */
#include "tcp_server.h"

#include "gather.h"
#include "interface.h"
#include "packet_pbuf.h"

#include "lwip/priv/tcp_priv.h"

/* Ticks of lwIP's slow timer (100 ms) that make up half a second. */
#define POLL_INTERVAL 5

static struct connection connections[MEMP_NUM_TCP_PCB];

static err_t receive(void *argument, struct tcp_pcb *pcb, struct pbuf *p, err_t error);
static err_t sent(void *argument, struct tcp_pcb *pcb, u16_t bytes);
static err_t polled(void *argument, struct tcp_pcb *pcb);
static void failed(void *argument, err_t error);

struct connection *connection_allocate(struct tcp_pcb *pcb)
{
    for (u32 i = 0; i < MEMP_NUM_TCP_PCB; i++) {
        struct connection *self = &connections[i];

        if (self->used)
            continue;
        *self = (struct connection){.pcb = pcb, .used = 1};
        tcp_arg(pcb, self);
        tcp_recv(pcb, receive);
        tcp_sent(pcb, sent);
        tcp_poll(pcb, polled, POLL_INTERVAL);
        tcp_err(pcb, failed);
        return self;
    }
    return NULL;
}

void connection_free(struct connection *self)
{
    TcpReceiver receiver = self->receiver;

    *self = (struct connection){.used = 0};
    TcpReceiver_release(receiver);
}

struct tcp_pcb *connection_detach(struct connection *self)
{
    struct tcp_pcb *pcb = self->pcb;

    tcp_arg(pcb, NULL);
    tcp_recv(pcb, NULL);
    tcp_sent(pcb, NULL);
    tcp_poll(pcb, NULL, 0);
    tcp_err(pcb, NULL);
    self->pcb = NULL;
    return pcb;
}

void connection_enter(struct connection *self)
{
    self->entered++;
}

err_t connection_leave(struct connection *self)
{
    err_t result = self->aborted ? ERR_ABRT : ERR_OK;

    self->entered--;
    if (self->destroyed && self->entered == 0)
        connection_free(self);
    return result;
}

/* Takes the first pbuf off its chain, whose rest is returned. */
static struct pbuf *take_rest(struct pbuf *p)
{
    struct pbuf *rest = p->next;

    p->next = NULL;
    p->tot_len = p->len;
    return rest;
}

/* Hands received data on, packet by packet. */
static void hand_over(struct connection *self, struct pbuf *p)
{
    for (struct pbuf *rest; p != NULL; p = rest) {
        u32 offset = 0, length = 0;
        Packet packet = 0;

        rest = take_rest(p);    /* each pbuf alone: packet_export() copies chains */
        if (p->len > 0 && self->pcb != NULL && packet_export(p, 0, &packet, &offset, &length) >= 0) {
            self->unconsumed += length;
            TcpReceiver_receive(self->receiver, packet, offset, length);
        }
        pbuf_free(p);
    }
}

/* Several segments are acknowledged at once, with the window that the application leaves. */
static void hand_over_together(struct connection *self, struct pbuf *p)
{
    self->gathers = 1;
    tcp_ack_now(self->pcb);
    hand_over(self, p);
    self->gathers = 0;
    connection_settle(self);
}

static err_t receive(void *argument, struct tcp_pcb *pcb, struct pbuf *p, err_t error)
{
    struct connection *self = argument;

    (void)pcb;
    (void)error;                /* lwIP passes only ERR_OK */
    if (self->ends != ENDS_NOT) {
        if (p != NULL)          /* lwIP resets a connection of which not all was taken */
            pbuf_free(p);
        return ERR_OK;
    }
    connection_enter(self);
    if (p == NULL)
        TcpReceiver_ended(self->receiver);
    else if (gather_is_several())
        hand_over_together(self, p);
    else
        hand_over(self, p);
    return connection_leave(self);
}

/* Which is being told that bytes were acknowledged while lwIP has data for it in hand; and which was, and
 * wants to end: it is entered until tcp_input() has returned. */
static struct connection *told, *ending;

/* Whether lwIP has received data that it did not hand over yet: they are in no window. */
static u32 has_data_in_hand(const struct connection *self, const struct tcp_pcb *pcb)
{
    return TCP_WND_MAX(pcb) - pcb->rcv_wnd > self->unconsumed + self->consumed;
}

static err_t sent(void *argument, struct tcp_pcb *pcb, u16_t bytes)
{
    struct connection *self = argument;

    if (self->ends != ENDS_NOT)
        return ERR_OK;
    connection_enter(self);
    told = has_data_in_hand(self, pcb) ? self : NULL;
    TcpReceiver_sent(self->receiver, bytes);
    told = NULL;
    return connection_leave(self);
}

u32 connection_ends_later(struct connection *self, u8 how)
{
    if (self->ends != ENDS_NOT)         /* it is closed already, for whoever used it */
        return 1;
    if (self != told)
        return 0;
    self->ends = how;
    ending = self;
    connection_enter(self);
    return 1;
}

void connection_input_done(void)
{
    struct connection *self = ending;
    u8 how;

    if (self == NULL)
        return;
    how = self->ends;
    self->ends = ENDS_NOT;
    ending = NULL;
    if (how == ENDS_CLOSED)
        connection_close(self);
    else
        connection_abort(self);
    connection_leave(self);
}

static err_t polled(void *argument, struct tcp_pcb *pcb)
{
    struct connection *self = argument;

    (void)pcb;
    connection_enter(self);
    TcpReceiver_polled(self->receiver);
    return connection_leave(self);
}

err_t connection_opened(void *argument, struct tcp_pcb *pcb, err_t error)
{
    struct connection *self = argument;

    (void)pcb;
    (void)error;                /* lwIP passes only ERR_OK */
    self->opened = 1;
    connection_enter(self);
    TcpReceiver_connected(self->receiver);
    return connection_leave(self);
}

/* The pcb is gone already. lwIP says ERR_ABRT when its timers gave up: what the server
 * itself aborts is detached before. */
static void failed(void *argument, err_t error)
{
    struct connection *self = argument;
    status reason = status_of_error(error);

    if (error == ERR_ABRT)
        reason = E_TIMEDOUT;
    else if (error == ERR_RST && !self->opened)
        reason = E_CONNREFUSED;
    self->pcb = NULL;
    connection_enter(self);
    TcpReceiver_failed(self->receiver, reason);
    connection_leave(self);
}
