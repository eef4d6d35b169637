/* SPDX-License-Identifier: GPL-2.0-only */
/* lwIP's raw TCP interface over the Tcp interfaces: what its pcb is here. */
#ifndef IPERF_PCB_H
#define IPERF_PCB_H

#include "iperf.server.h"

#include "lwip/tcp.h"

/* A connection or a listener. lwiperf sees only the first member, whose fields
 * (addresses, callbacks, poll interval) are used as lwIP uses them. */
struct session {
    struct tcp_pcb pcb;         /* first: lwiperf knows it by this address */
    u8 used;                    /* 0: this place is free */
    u8 closed;                  /* lwiperf has no more use for it */
    u8 referenced;              /* TCP holds a reference to it */
    TcpConnection connection;   /* owned; null when it is over */
    Registration registration;  /* of a listener; owned */
    tcp_accept_fn accept;       /* of a listener */
    u16 port;                   /* that tcp_bind() was told */
    struct listener { struct session *session; } listener;
    /* What tcp_write() took and the connection did not yet; nothing more is taken then. */
    u32 first, count;
    u8 rest[TCP_MSS];
};

/* A place with everything zero, or null. */
struct session *session_allocate(void);

static inline struct session *session_of_pcb(struct tcp_pcb *pcb)
{
    return (struct session *)(void *)pcb;
}

/* A reference for TCP to call, from session.c; null when memory is short. */
TcpReceiver session_reference(struct session *self);

/* lwiperf has closed it: lets go of TCP. The place is free when TCP has let go, too. */
void session_let_go(struct session *self);

/* Sends what stands in `rest`. 1 if all went. */
u32 session_flush_rest(struct session *self);

#endif
