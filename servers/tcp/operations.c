/* SPDX-License-Identifier: GPL-2.0-only */
/* Connections, from the application: the functions of TcpConnection. */
#include "tcp_server.h"

#include "interface.h"
#include "packet_pbuf.h"
#include "premises.h"

#include "lwip/priv/tcp_priv.h"

/* Pbufs of what waits to be sent or acknowledged, of all connections together, two a segment, one
 * of which is a packet: peers that acknowledge nothing must not take all packets, or no
 * acknowledgement could come in. */
#define QUEUED_MAX 768

static u32 count_queued(void)
{
    u32 queued = 0;

    for (const struct tcp_pcb *pcb = tcp_active_pcbs; pcb != NULL; pcb = pcb->next)
        queued += pcb->snd_queuelen;
    return queued;
}

/* How long a segment's data may be; lwIP's tcp_write() divides by it. */
static u32 find_segment_size(const struct tcp_pcb *pcb)
{
    u32 half = TCPWND_MIN16(pcb->snd_wnd_max / 2);

    return half != 0 && half < pcb->mss ? half : pcb->mss;
}

/* What send() takes now: nothing before the peer has said how long a segment may be. A connection that
 * has nothing queued may always queue a segment: it could not learn otherwise when there is room. */
static u32 find_space(const struct connection *self)
{
    const struct tcp_pcb *pcb = self->pcb;
    u32 queued = count_queued(), segments = queued < QUEUED_MAX ? (QUEUED_MAX - queued) / 2 : 0;

    if (!self->opened)
        return 0;
    if (segments == 0 && pcb->snd_queuelen == 0)
        segments = 1;
    return LWIP_MIN(tcp_sndbuf(pcb), segments * find_segment_size(pcb));
}

void connection_settle(struct connection *self)
{
    while (self->pcb != NULL && self->consumed > 0) {
        u16_t part = (u16_t)LWIP_MIN(self->consumed, 0xffff);

        self->consumed -= part;
        tcp_recved(self->pcb, part);
    }
}

void connection_consumed(struct connection *self, u32 bytes)
{
    u32 taken = bytes < self->unconsumed ? bytes : self->unconsumed;

    self->unconsumed -= taken;
    self->consumed += taken;
    if (!self->gathers)
        connection_settle(self);
}

/* Queues the bytes, in packets. What room is left in the last one is for what comes next, as
 * when lwIP copies the bytes itself (TCP_OVERSIZE). */
static err_t queue(struct tcp_pcb *pcb, const void *data, u32 length, u8_t flags)
{
    const struct pbuf *last;
    u32 room = 0;
    err_t error;

    premises_of_write(pcb);
    packet_fill_begin();
    error = tcp_write(pcb, data, (u16_t)length, flags);
    if (error != ERR_OK)
        return error;
    last = packet_fill(&room);
    if (last != NULL)
        pcb->unsent_oversize = (u16_t)LWIP_MIN(room, find_segment_size(pcb) - last->len);
    return ERR_OK;
}

status connection_send(struct connection *self, const void *data, u32 length, u32 more)
{
    u8_t flags = more ? TCP_WRITE_FLAG_MORE : 0;
    u32 take;

    if (self->pcb == NULL || self->ends != ENDS_NOT)
        return E_NOTCONN;
    /* When packets are short, less may still fit. */
    for (take = LWIP_MIN(length, find_space(self)); take > 0; take /= 2) {
        err_t error = queue(self->pcb, data, take, flags);

        if (error == ERR_OK)
            break;
        if (error != ERR_MEM)
            return status_of_error(error);
    }
    if (!more)
        tcp_output(self->pcb);  /* what does not go now goes with the next timer */
    return (status)take;
}

u32 connection_getSpace(struct connection *self)
{
    return self->pcb ? find_space(self) : 0;
}

status connection_flush(struct connection *self)
{
    return self->pcb ? status_of_error(tcp_output(self->pcb)) : E_NOTCONN;
}

void connection_abort(struct connection *self)
{
    if (self->pcb == NULL || connection_ends_later(self, ENDS_ABORTED))
        return;
    self->aborted = 1;
    tcp_abort(connection_detach(self));
}

status connection_close(struct connection *self)
{
    struct tcp_pcb *pcb;
    err_t error;

    if (self->pcb == NULL)
        return E_NOTCONN;
    if (connection_ends_later(self, ENDS_CLOSED))
        return OK;
    connection_settle(self);    /* lwIP resets a connection of which not all was taken */
    pcb = connection_detach(self);
    error = tcp_close(pcb);
    if (error != ERR_OK) {      /* no memory for a last segment */
        self->aborted = 1;
        tcp_abort(pcb);
    }
    return status_of_error(error);
}

status connection_getEnds(struct connection *self, u32 *peer_address, u32 *peer_port, u32 *local_address,
                          u32 *local_port)
{
    if (self->pcb == NULL)
        return E_NOTCONN;
    *peer_address = self->pcb->remote_ip.addr;
    *peer_port = self->pcb->remote_port;
    *local_address = self->pcb->local_ip.addr;
    *local_port = self->pcb->local_port;
    return OK;
}

void connection_destroy(struct connection *self)
{
    connection_abort(self);
    self->destroyed = 1;
    if (self->entered == 0)
        connection_free(self);
}
