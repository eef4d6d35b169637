/* SPDX-License-Identifier: GPL-2.0-only */
/* The peer's process: what it serves, one workload after the other. */
#ifndef SLIPWAY_BENCH_PEER_SERVE_H
#define SLIPWAY_BENCH_PEER_SERVE_H

#include <stdbool.h>
#include <stdint.h>

#include "plan.h"

struct peer_sockets {
    int listener;               /* for TCP */
    int datagrams;              /* UDP, at the same port */
};

/* A workload under way. */
struct peer_work {
    struct workload workload;
    uint32_t tag;               /* of its datagrams */
    int control;                /* the connection */
    int datagrams;
    uint64_t received;          /* bytes or datagrams, here or as the guest's verdict says */
    bool verified;
    double ended;               /* when, in seconds; 0: it did not come to its end */
    double offering;            /* of udp_loss: seconds from the first datagram to the last */
    uint64_t dropped;           /* of udp_loss, as struct peer_result has it */
};

/* Serves until it is killed; writes a struct peer_result to `results` for each workload. */
void peer_serve(const struct peer_sockets *sockets, int results) __attribute__((noreturn));

/* This host's clock, in seconds. */
double peer_now(void);

/* All bytes, or false: the guest closed the connection, or nothing moved for PROTOCOL_STALL_SECONDS. */
bool peer_send(int s, const void *bytes, size_t size);
bool peer_receive(int s, void *bytes, size_t size);

/* Takes the guest's verdict, and ends the workload with it. */
void peer_take_verdict(struct peer_work *work);

/* Ends the workload now, and says so to the guest. */
void peer_give_verdict(struct peer_work *work, bool verified, uint64_t received);

/* The workloads over UDP (peer_datagrams.c). */
void peer_udp_in(struct peer_work *work);
void peer_udp_out(struct peer_work *work);
void peer_udp_loss(struct peer_work *work);

#endif
