/* SPDX-License-Identifier: GPL-2.0-only */
/* The workload server: what its files share. protocol.h says what is sent when. */
#ifndef WORKLOAD_SERVER_H
#define WORKLOAD_SERVER_H

#include "workload.server.h"

#include "plan.h"
#include "protocol.h"
#include "report.h"

/* The peer, as user-mode networking has it: 10.0.2.2, in network byte order. */
#define PEER_ADDRESS 0x0202000au
extern u32 peer_port;

/* Datagrams of udp_in that are under way at once. */
extern u32 grant_window;

/* The socket of a workload over UDP. */
struct datagrams {
    UdpSocket socket;           /* owned; null when there is none */
    u32 granted;                /* datagrams that the peer may send */
    u32 last;                   /* 1: the peer has sent all, or all were sent to it */
};

/* One workload while it runs. */
struct control {
    struct workload workload;
    const struct role *role;
    struct report report;
    u32 tag;                    /* of this workload's datagrams */
    u32 running;                /* 1: between its request and its end */
    u32 finishing;              /* 1: it has ended, and the peer has to close the connection */
    TcpConnection connection;   /* owned; null when it is over */
    u64 began;                  /* ticks */
    u32 progress;               /* changes whenever something moves */
    u32 seen;                   /* `progress` at the last poll */
    u32 idle;                   /* polls since something moved */
    u32 position;               /* bytes sent or compared; else datagrams or round trips */
    u32 unconsumed;             /* bytes that came and were not yet told the connection */
    u32 chunk;                  /* bytes that a send waits for room for */
    u8 words[PROTOCOL_VERDICT_SIZE];    /* the peer's words, as far as they came */
    u32 word_bytes;
    u32 wrong;                  /* 1: a byte was not the right one */
    struct datagrams datagrams;
};

/* What the kinds of workloads do differently; entries may be null. All run on the stack's thread. */
struct role {
    void (*begin)(struct control *self);        /* the request is sent */
    void (*receive)(struct control *self, const u8 *bytes, u32 length);         /* by TCP */
    void (*sent)(struct control *self);         /* there may be room to send */
    void (*idle)(struct control *self);         /* nothing moved for PROTOCOL_POLL_MILLISECONDS */
};

/* Starts, or lets go of, the socket of a workload over UDP. */
void datagrams_open(struct control *self);
void datagrams_close(struct control *self);

/* `bytes` queued on the control connection, whole; otherwise the workload fails. */
void control_send(struct control *self, const u8 *bytes, u32 length);

/* The interval ends here: what follows is not measured. */
void control_end_interval(struct control *self);

/* Ends the workload: sends the verdict if the guest has one to give (`gives` 1), and reports on the log.
 * When the peer has closed the connection, and so has the verdict, the next is begun. */
void control_finish(struct control *self, u32 count, u32 verified, u32 gives);

/* After this workload none can be run: the card has stopped receiving. */
void control_mark_stuck(void);

/* Ends all with `workload: failed: REASON`. */
void control_fail(struct control *self, const char *reason);

/* Takes the peer's bytes as the last that it says, `size` of them, up to PROTOCOL_VERDICT_SIZE. 1 when
 * they are whole, in self->words; what is more fails the workload. */
u32 control_take_words(struct control *self, const u8 *bytes, u32 length, u32 size);

/* Takes them as its verdict. 1 when it is whole: `count` and `verified` are stored. */
u32 control_take_verdict(struct control *self, const u8 *bytes, u32 length, u32 *count, u32 *verified);

extern const struct role tcp_in_role, tcp_out_role, rr_role, udp_in_role, udp_out_role, udp_loss_role;

#endif
