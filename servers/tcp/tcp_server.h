/* SPDX-License-Identifier: GPL-2.0-only */
/* The TCP server: what its files share. */
#ifndef TCP_SERVER_H
#define TCP_SERVER_H

#include "tcp.server.h"

#include "lwip/tcp.h"

/* A connection, from the side of who uses it. It lives as long as somebody holds the
 * TcpConnection; lwIP's pcb may go earlier (reset, aborted) or later (closing). */
struct connection {
    struct tcp_pcb *pcb;        /* null when it is lwIP's alone, or gone */
    TcpReceiver receiver;       /* owned */
    u32 unconsumed;             /* received bytes that consumed() was not called for */
    u32 consumed;               /* bytes that it was called for, and lwIP does not know of yet */
    u32 entered;                /* calls of the receiver's that have not returned */
    u8 gathers;                 /* several packets are being handed over */
    u8 used;                    /* 0: this place is free */
    u8 opened;                  /* the handshake is done */
    u8 ends;                    /* how it is to end when tcp_input() has returned: ENDS_... */
    u8 aborted;                 /* the pcb went by tcp_abort() */
    u8 destroyed;               /* nobody holds it: to be freed when `entered` is 0 */
};

/* What an application wants that closes or aborts a connection when it is told that bytes were
 * acknowledged. lwIP then has data of the same segment in hand, which it would lose. */
enum { ENDS_NOT, ENDS_CLOSED, ENDS_ABORTED };

/* A place for a connection, tied to lwIP's `pcb`; null if there is none. */
struct connection *connection_allocate(struct tcp_pcb *pcb);

/* Gives the place back, with what it owns. */
void connection_free(struct connection *self);

/* Takes the pcb away, so that lwIP calls back no more. */
struct tcp_pcb *connection_detach(struct connection *self);

/* Around each call out on behalf of a connection. leave() tells what to answer lwIP:
 * ERR_ABRT if the pcb is gone by tcp_abort(). `self` may be gone after it. */
void connection_enter(struct connection *self);
err_t connection_leave(struct connection *self);

/* Whether lwIP has the connection in hand, with data, so that its end has to wait; then it is noted. */
u32 connection_ends_later(struct connection *self, u8 how);

/* Ends it if it was to be. Called when tcp_input() has returned. */
void connection_input_done(void);

/* Lets lwIP know of what was consumed. */
void connection_settle(struct connection *self);

/* lwIP's callback for a connection that Tcp.connect() began. */
err_t connection_opened(void *argument, struct tcp_pcb *pcb, err_t error);

#endif
