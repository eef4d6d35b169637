/* SPDX-License-Identifier: GPL-2.0-only */
/* The bulk server: what its files share. */
#ifndef BULK_SERVER_H
#define BULK_SERVER_H

#include "bulk.server.h"

#define SESSIONS_MAX 8
#define CHUNK (8 * 1460)        /* bytes made at a time: whole segments, and whole words */

/* One connection. */
struct session {
    u32 used;                   /* 0: this place is free */
    TcpConnection connection;   /* owned; null when it is over */
    const struct role *role;
    u32 bytes;                  /* received by a sink, made by a source */
    u32 crc;                    /* of these */
    /* Only of a source: */
    u8 request[8];
    u32 requested;              /* bytes of `request` that came */
    u32 left;                   /* bytes of the stream that were not made yet */
    u32 state;                  /* xorshift32 */
    u32 trailer;                /* 1 when the CRC was put behind the stream */
    /* What is made and not yet taken by the connection: */
    u32 first, count;
    u8 buffer[CHUNK + 4];
};

/* What the two ports do differently. Each may end the session by session_finish(). */
struct role {
    u32 port;
    const char *name;
    void (*receive)(struct session *self, const u8 *bytes, u32 length);
    void (*pump)(struct session *self);         /* there may be room to send */
    void (*ended)(struct session *self);        /* the peer sends no more */
};

extern const struct role sink_role, source_role;

/* Sends what stands in the buffer, as far as the connection takes it. 1 if all went. */
u32 session_flush(struct session *self);

/* Reports on the log, ends the connection in good order, and lets go of it. */
void session_finish(struct session *self);

#endif
