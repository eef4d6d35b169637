/* SPDX-License-Identifier: GPL-2.0-only */
/* The TCP connection of a workload: what is sent and received as a whole. */
#include <errno.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "data.h"
#include "guest.h"
#include "protocol.h"

static bool set_options(const struct run *run)
{
    static const struct timeval stall = { .tv_sec = PROTOCOL_STALL_SECONDS };
    static const int on = 1;

    if (setsockopt(run->control, SOL_SOCKET, SO_RCVBUFFORCE, &settings.window, sizeof settings.window) < 0 ||
        setsockopt(run->control, SOL_SOCKET, SO_RCVTIMEO, &stall, sizeof stall) < 0 ||
        setsockopt(run->control, SOL_SOCKET, SO_SNDTIMEO, &stall, sizeof stall) < 0)
        return false;
    /* Streams keep Nagle's algorithm: only full segments. */
    return run->workload->kind != WORKLOAD_RR ||
        setsockopt(run->control, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0;
}

bool connection_open(struct run *run)
{
    run->control = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (run->control < 0)
        return fail(errno, "%s: making a socket", run->workload->text);
    if (set_options(run) && connect(run->control, (struct sockaddr *)&run->peer, sizeof run->peer) == 0)
        return true;
    fail(errno, "%s: connecting to the peer", run->workload->text);
    close(run->control);
    return false;
}

/* A send or receive that moved no byte. */
static bool stuck(const struct run *run, ssize_t result, const char *what)
{
    const char *name = run->workload->text;

    if (result == 0)
        return fail(0, "%s: %s: the peer has closed the connection", name, what);
    if (errno == EAGAIN)
        return fail(0, "%s: %s: nothing moved for %d s", name, what, PROTOCOL_STALL_SECONDS);
    return fail(errno, "%s: %s", name, what);
}

bool connection_send(struct run *run, const void *bytes, size_t size)
{
    const char *at = bytes;

    while (size > 0) {
        ssize_t sent = send(run->control, at, size, MSG_NOSIGNAL);
        if (sent <= 0)
            return stuck(run, sent, "sending");
        at += sent;
        size -= (size_t)sent;
    }
    return true;
}

bool connection_receive(struct run *run, void *bytes, size_t size)
{
    char *at = bytes;

    while (size > 0) {
        ssize_t got = recv(run->control, at, size, 0);
        if (got <= 0)
            return stuck(run, got, "receiving");
        at += got;
        size -= (size_t)got;
    }
    return true;
}

bool connection_request(struct run *run)
{
    uint8_t request[PROTOCOL_REQUEST_SIZE];

    request_make(run->workload, run->tag, request);
    return connection_send(run, request, sizeof request);
}

bool connection_end(struct run *run)
{
    uint8_t word[4];

    return connection_receive(run, word, sizeof word) &&
        (protocol_get(word) == PROTOCOL_END || fail(0, "%s: the peer sent no END", run->workload->text));
}

bool connection_tell(struct run *run)
{
    uint8_t verdict[PROTOCOL_VERDICT_SIZE];

    verdict_make((uint32_t)run->report.verified, run->count, verdict);
    return connection_send(run, verdict, sizeof verdict);
}

bool connection_verdict(struct run *run)
{
    uint8_t verdict[PROTOCOL_VERDICT_SIZE];
    uint32_t verified;

    if (!connection_receive(run, verdict, sizeof verdict))
        return false;
    if (!verdict_parse(verdict, &verified, &run->count))
        return fail(0, "%s: the peer sent no verdict", run->workload->text);
    run->report.verified = (int)verified;
    return true;
}

bool connection_close(struct run *run)
{
    char byte;
    ssize_t got = recv(run->control, &byte, sizeof byte, 0);

    close(run->control);
    if (got < 0)
        return stuck(run, got, "waiting for the peer's end");
    return got == 0 || fail(0, "%s: the peer said more than it has to", run->workload->text);
}
