/* SPDX-License-Identifier: GPL-2.0-only */
/* The other end of the workloads (tools/bench/workload/protocol.h): a process on this host's loopback,
 * which a guest in QEMU's user-mode network reaches as 10.0.2.2. It times each workload, by this
 * host's clock, from its request to its end. */
#ifndef SLIPWAY_BENCH_PEER_H
#define SLIPWAY_BENCH_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct peer {
    pid_t process;
    int results;                /* where it writes what became of each workload */
    unsigned port;
};

/* What became of one workload, in the order of the guest's requests. */
struct peer_result {
    char name[16];              /* "tcp_in" and so on */
    uint64_t bytes;             /* of payload that arrived at whoever receives, the guest or the peer */
    uint64_t operations;        /* datagrams that arrived, or round trips; of tcp_* 0 */
    uint64_t expected;          /* what was asked for: bytes of tcp_*, else operations */
    double seconds;             /* from the request to the last data or the guest's verdict; of udp_loss,
                                   while datagrams were offered, whether or not it came to its end */
    double offered;             /* of udp_loss: datagrams a second, as they really left */
    uint64_t dropped;           /* of udp_loss: dropped at the socket of user-mode networking, in front of
                                   the card */
    bool verified;              /* every byte that arrived was the right one */
    bool ended;                 /* it came to its end; if not, the rest tells how far it came */
};

/* Starts the peer, a child process that dies with us, on a free port for TCP and UDP. Returns false
 * with `error` filled if that is not possible. */
bool peer_start(struct peer *peer, char *error, size_t error_size);

/* The port that it listens to. */
unsigned peer_port(const struct peer *peer);

/* Takes the next result, waiting for it at most that long. */
bool peer_result(struct peer *peer, unsigned milliseconds, struct peer_result *result);

/* Ends it. */
void peer_stop(struct peer *peer);

#endif
