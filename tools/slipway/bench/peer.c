/* SPDX-License-Identifier: GPL-2.0-only */
/* The other end of the workloads: starting it, and what it tells. What it does is in peer_serve.c. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/peer.h"
#include "bench/peer_serve.h"

enum { PORT_TRIES = 20, RECEIVE_BUFFER = 4 << 20 };

static int bound_socket(int type, unsigned port)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                              .sin_port = htons((uint16_t)port) };
    int s = socket(AF_INET, type | SOCK_CLOEXEC, 0);

    if (s >= 0 && bind(s, (const struct sockaddr *)&at, sizeof at) == 0)
        return s;
    if (s >= 0)
        close(s);
    return -1;
}

static unsigned port_of(int s)
{
    struct sockaddr_in at;
    socklen_t size = sizeof at;

    return getsockname(s, (struct sockaddr *)&at, &size) == 0 ? ntohs(at.sin_port) : 0;
}

/* A port that is free for TCP, which the system chooses, may not be for UDP. */
static bool open_sockets(struct peer_sockets *sockets, unsigned *port)
{
    int size = RECEIVE_BUFFER;

    for (int i = 0; i < PORT_TRIES; i++) {
        sockets->listener = bound_socket(SOCK_STREAM, 0);
        if (sockets->listener < 0)
            return false;
        *port = port_of(sockets->listener);
        sockets->datagrams = bound_socket(SOCK_DGRAM, *port);
        if (sockets->datagrams >= 0) {
            /* As large as is allowed; who may not force it gets the system's limit. */
            if (setsockopt(sockets->datagrams, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size) != 0)
                setsockopt(sockets->datagrams, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
            return listen(sockets->listener, 4) == 0;
        }
        close(sockets->listener);
    }
    return false;
}

bool peer_start(struct peer *peer, char *error, size_t error_size)
{
    struct peer_sockets sockets;
    int results[2];

    if (!open_sockets(&sockets, &peer->port) || pipe2(results, O_CLOEXEC) != 0) {
        snprintf(error, error_size, "no sockets for the peer: %s", strerror(errno));
        return false;
    }
    peer->process = fork();
    if (peer->process == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        peer_serve(&sockets, results[1]);
    }
    close(sockets.listener);
    close(sockets.datagrams);
    close(results[1]);
    peer->results = results[0];
    if (peer->process > 0)
        return true;
    snprintf(error, error_size, "fork: %s", strerror(errno));
    close(results[0]);
    return false;
}

unsigned peer_port(const struct peer *peer)
{
    return peer->port;
}

bool peer_result(struct peer *peer, unsigned milliseconds, struct peer_result *result)
{
    struct pollfd ready = { .fd = peer->results, .events = POLLIN };

    /* It is written at once and shorter than what a pipe takes as a whole. */
    return poll(&ready, 1, (int)milliseconds) > 0
           && read(peer->results, result, sizeof *result) == sizeof *result;
}

void peer_stop(struct peer *peer)
{
    kill(peer->process, SIGKILL);
    waitpid(peer->process, NULL, 0);
    close(peer->results);
}
