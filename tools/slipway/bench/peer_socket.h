/* SPDX-License-Identifier: GPL-2.0-only */
/* What the host's kernel tells of a UDP socket that may be another process's: QEMU's user-mode network has
 * one for each port of the guest's. */
#ifndef SLIPWAY_BENCH_PEER_SOCKET_H
#define SLIPWAY_BENCH_PEER_SOCKET_H

#include <stdbool.h>
#include <stdint.h>

struct peer_socket {
    uint64_t dropped;           /* datagrams for which it had no room */
    uint64_t waiting;           /* bytes that it holds and nobody has read */
};

/* Looks at the IPv4 socket that is bound to `port`. False, and nothing stored, if there is none. */
bool peer_socket_look(unsigned port, struct peer_socket *socket);

#endif
